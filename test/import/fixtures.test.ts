/** Every exported graph of test/fixtures: imported, evaluated, and compared with PyTorch's outputs. */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import type { ImportedModel } from '../../compiler/import/onnx/convert.ts';
import { readNpz } from '../../compiler/npz.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { bindDim } from '../../ir/dim.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { printType } from '../../ir/types.ts';
import { verifyGraph } from '../../ir/verify.ts';
import { largestDifference } from '../support/difference.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Its outputs are drawn at random. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';

const folders = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

describe.each(folders)('%s', (folder) => {
  const sets = readdirSync(join(FIXTURES, folder)).filter((file) => /^inputs.*\.npz$/.test(file));
  it.each(sets)('%s', async (file) => {
    const inputs = npz(folder, file);
    const model = await importFixture(folder, inputs);
    expect(verifyGraph(model.graph).map(formatDiagnostic)).toEqual([]);
    expect(model.warnings.map(formatDiagnostic)).toEqual([]);
    expect(constantNodes(model)).toEqual([]);

    const outputs = await evaluateGraph(model.graph, inputs);
    const expected = npz(folder, file.replace('inputs', 'outputs'));
    expect(types(outputs)).toEqual(types(expected));
    if (folder === SAMPLED) return;
    const tolerance = [...inputs.values()].some((value) => value.dtype === 'f16') ? 1e-2 : 1e-4;
    for (const [name, want] of expected) {
      const got = outputs.get(name);
      expect(got && largestDifference(got, want), name).toBeLessThan(tolerance);
    }
  });
});

/** Exported with dynamic axes, and every shape in them has an expression. */
const SYMBOLIC = [
  'clip_op14_fill_triu_int64_dyn',
  'clip_op14_sdpa_dyn',
  'clip_op16_infinite_where_dyn',
  'clip_tiny_oldmask_dyn',
  'vae_dec_tiny_op17_dyn',
  'vae_decoder_pruned_op11_dyn',
  'vae_encoder_op17_parameters_dyn',
];

describe.each(SYMBOLIC)('%s without bound dims', (folder) => {
  it('has symbolic shapes that come to those of the outputs', async () => {
    const { graph, dims } = await importFixture(folder, undefined);
    expect(verifyGraph(graph).map(formatDiagnostic)).toEqual([]);
    const inputs = npz(folder, 'inputs.npz');
    const bound = new Map(
      dims.flatMap(({ symbol, value }) => (value === undefined ? [] : [[symbol, value] as const])),
    );
    for (const input of graph.inputs) {
      input.type.shape.forEach((dim, axis) => {
        const size = inputs.get(input.name ?? '')?.shape[axis];
        if (typeof dim !== 'number' && size !== undefined) bound.set(dim.text, size);
      });
    }
    for (const [name, expected] of npz(folder, 'outputs.npz')) {
      const output = graph.outputs.find((candidate) => candidate.name === name);
      const shape = output?.value.type.shape.map((dim) => bindDim(dim, bound));
      expect(shape, name).toEqual(expected.shape);
    }
  });
});

async function importFixture(
  folder: string,
  inputs: ReadonlyMap<string, Tensor> | undefined,
): Promise<ImportedModel> {
  const source = await openModelFile(join(FIXTURES, folder, 'model.onnx'));
  if (!source.ok) throw new Error(source.diagnostics.map(formatDiagnostic).join('\n'));
  onTestFinished(() => source.value.close());
  const shapes = Array.from(inputs ?? [], ([name, tensor]) => [name, tensor.shape] as const);
  const result = await importOnnx(source.value, { inputShapes: new Map(shapes) });
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result.value;
}

function npz(folder: string, file: string): ReadonlyMap<string, Tensor> {
  const result = readNpz(readFileSync(join(FIXTURES, folder, file)));
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  return result.value;
}

function types(tensors: ReadonlyMap<string, Tensor>): Readonly<Record<string, string>> {
  return Object.fromEntries(Array.from(tensors, ([name, value]) => [name, printType(value)]));
}

/** Nodes that compute integers from constants alone: shape arithmetic that should have gone. */
function constantNodes({ graph }: ImportedModel): readonly string[] {
  return Array.from(graph.nodes())
    .filter((node) => node.results.some((result) => result.type.dtype === 'i64'))
    .filter((node) => node.operands.every((operand) => operand?.constant !== undefined))
    .map((node) => `${node.op.name} of ${node.origin.onnx.join()}`);
}
