/**
 * Every exported graph of test/fixtures through the target: what the written package computes is what PyTorch gave,
 * in each form of attention and the opset that it is meant for.
 */

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { readNpz } from '../../compiler/npz.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { castTensor, withShape } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { lowerContext } from '../../targets/coreml/lower-context.ts';
import type { AttentionForm } from '../../targets/coreml/lowering.ts';
import type { Opset } from '../../targets/coreml/syntax.ts';
import { coreml } from '../../targets/coreml/target.ts';
import type { Device } from '../../targets/devices/index.ts';
import { largestDifference } from '../support/difference.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';
import { must, runProgram } from './run-program.ts';
import { contextFor } from './written-package.ts';

type Tensors = ReadonlyMap<string, Tensor>;

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Draws its outputs at random. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';

const folders = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== SAMPLED)
  .map(({ name }) => name);

const FORMS: readonly (readonly [AttentionForm, Opset])[] = [
  ['sdpa', 'CoreML8'],
  ['original', 'CoreML6'],
  ['split_einsum', 'CoreML7'],
];

describe.each(folders)('%s', (folder) => {
  const inputs = npz(folder, 'inputs.npz');
  const expected = npz(folder, 'outputs.npz');
  const half = [...expected.values()].some(({ dtype }) => dtype === 'f16');

  it.each(FORMS)('%s for %s', async (attention, opset) => {
    const outputs = await run(folder, inputs, { attention, opset, precision: 'fp32' });
    expect(errorOf(outputs, expected)).toBeLessThan(half ? 1e-2 : 1e-4);
  });

  it('in fp16', async () => {
    const choices = {
      attention: 'split_einsum_chunked',
      opset: 'CoreML8',
      precision: 'fp16',
    } as const;
    expect(errorOf(await run(folder, inputs, choices), expected)).toBeLessThan(1e-2);
  });
});

interface Choices {
  readonly attention: AttentionForm;
  readonly opset: Opset;
  readonly precision: 'fp32' | 'fp16';
}

async function run(
  folder: string,
  inputs: Tensors,
  { attention, opset, precision }: Choices,
): Promise<Tensors> {
  const source = must(await openModelFile(join(FIXTURES, folder, 'model.onnx')));
  try {
    const shapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape] as const));
    const { graph } = must(await importOnnx(source, { inputShapes: shapes }));
    const context = contextFor(graph, {
      device: withOpset(opset),
      precision,
      options: { attention },
    });
    must(await runPipeline(graph, coreml.pipeline(context), coreml.given));
    return await runProgram(graph, lowerContext(context), inputs);
  } finally {
    await source.close();
  }
}

function withOpset(opset: Opset): Device {
  const device = deviceNamed('iphone-16-pro');
  if (device.coreml === null) throw new Error('a phone with Core ML');
  return {
    ...device,
    coreml: { ...device.coreml, opset: { ...device.coreml.opset, value: opset } },
  };
}

function errorOf(outputs: Tensors, expected: Tensors): number {
  const errors = Array.from(expected, ([name, want]) => {
    const got = outputs.get(name);
    return got === undefined
      ? Infinity
      : largestDifference(withShape(castTensor(got, want.dtype), want.shape), want);
  });
  return Math.max(...errors);
}

function npz(folder: string, file: string): Tensors {
  return must(readNpz(readFileSync(join(FIXTURES, folder, file))));
}
