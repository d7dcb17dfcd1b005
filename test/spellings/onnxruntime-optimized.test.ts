/**
 * Every fixture as onnxruntime's basic optimisations leave it (folded, fused into Gemm, transposes moved, casts added):
 * it holds the same ops as the original once both are raised, and gives the same numbers.
 */

import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InferenceSession } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import type { ImportedModel } from '../../compiler/import/onnx/convert.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { readNpz } from '../../compiler/npz.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { expectSame } from '../import/support/compare.ts';
import { like, raise, valueOf } from './support/check.ts';
import type { Counts, Tensors } from './support/check.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Its outputs are drawn at random. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';

const fixtures = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name);

let temporary = '';
beforeAll(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'snapc-optimized-'));
});
afterAll(() => rm(temporary, { recursive: true }));

describe('basic', () => {
  it.each(fixtures)('%s', async (fixture) => {
    const inputs = await npz(fixture, 'inputs.npz');
    const original = valueOf(await imported(join(FIXTURES, fixture, 'model.onnx'), inputs));
    const { graph } = valueOf(await imported(await optimized(fixture, 'basic'), inputs));
    const wanted = composites(await raise(original.graph));
    expect(composites(await raise(graph))).toEqual(wanted);

    const outputs = await npz(fixture, 'outputs.npz');
    const fitted = like(inputs, new Map(graph.inputs.map(({ name = '', type }) => [name, type])));
    const actual = like(await evaluateGraph(graph, fitted), outputs);
    if (fixture === SAMPLED) return;
    const half = [...outputs.values()].some(({ dtype }) => dtype === 'f16');
    expectSame(actual, outputs, half ? 1e-2 : 1e-4);
  });
});

/** Its ops for one runtime have no meaning outside it: they are named, all at once. */
it('extended: operators of com.microsoft are refused by name', async () => {
  const fixture = 'clip_tiny_op14';
  const inputs = await npz(fixture, 'inputs.npz');
  const result = await imported(await optimized(fixture, 'extended'), inputs);
  const text = result.diagnostics.map(({ code, message }) => `${code} ${message}`).join('\n');
  expect(result.ok).toBe(false);
  for (const op of ['SkipLayerNormalization', 'QuickGelu']) {
    expect(text).toContain(`com.microsoft.${op}`);
  }
});

/** Beside the original's weights, which it still names. */
async function optimized(fixture: string, level: 'basic' | 'extended'): Promise<string> {
  const folder = join(temporary, `${fixture}.${level}`);
  await cp(join(FIXTURES, fixture), folder, { recursive: true });
  const path = join(folder, 'optimized.onnx');
  const session = await InferenceSession.create(join(folder, 'model.onnx'), {
    graphOptimizationLevel: level,
    optimizedModelFilePath: path,
    intraOpNumThreads: 1,
    logSeverityLevel: 4,
  });
  await session.release();
  return path;
}

async function imported(path: string, inputs: Tensors): Promise<Result<ImportedModel>> {
  const source = valueOf(await openModelFile(path));
  onTestFinished(() => source.close());
  const shapes = Array.from(inputs, ([name, { shape }]) => [name, shape] as const);
  return importOnnx(source, { inputShapes: new Map(shapes) });
}

async function npz(fixture: string, file: string): Promise<Tensors> {
  return valueOf(readNpz(await readFile(join(FIXTURES, fixture, file))));
}

const COMPOSITES = ['attention', 'softmax', 'group_norm', 'layer_norm', 'rms_norm'];
const ACTIVATIONS = ['geglu', 'gelu', 'silu', 'erf', 'sigmoid', 'tanh', 'conv', 'resize'];

/** What raising is about; fused additions may stand elsewhere. */
function composites(counts: Counts): Counts {
  const names = [...COMPOSITES, ...ACTIVATIONS];
  return Object.fromEntries(names.map((name) => [name, counts[name] ?? 0]));
}
