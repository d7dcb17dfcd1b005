/**
 * The VAE encoder that samples its latent. No oracle draws the same noise, so the noise is made an input, where
 * everything must agree, and what the product draws is taken back out of its outputs and judged by its moments.
 */

import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import onnxProto from 'onnx-proto';
import { describe, expect, it } from 'vitest';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount, printType } from '../../ir/types.ts';
import { expectSame } from '../import/support/compare.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { temporaryFolder } from '../support/folder.ts';
import { compileModel, evaluateModel, readTensors, runCompiled } from './product.ts';
import type { Tensors } from './product.ts';

const FOLDER = fileURLToPath(new URL('../fixtures/vae_encoder_op14_sampled_dyn', import.meta.url));
const SAMPLED = join(FOLDER, 'model.onnx');
const OUTPUT = 'latent_sample';
const NOISE = 'noise';
const { ModelProto, TensorProto } = onnxProto.onnx;

describe.each(['inputs.npz', 'inputs.1.npz'])('%s', (file) => {
  const inputs = readTensors(join(FOLDER, file));
  const exported = readTensors(join(FOLDER, file.replace('inputs', 'outputs')));
  const shape = exported.get(OUTPUT)?.shape ?? [];

  it('has the shapes of the exporter', async () => {
    const types = (tensors: Tensors) =>
      Array.from(tensors, ([name, value]) => [name, printType(value)]);
    expect(types(await evaluateModel(SAMPLED, inputs))).toEqual(types(exported));
    expect(types(await compiled(SAMPLED, inputs))).toEqual(types(exported));
  });

  it('agrees with onnxruntime once the noise is given', async () => {
    const model = await withNoiseAsInput();
    const given = new Map([...inputs, [NOISE, seededTensor('f32', shape, 7, [-2, 2])]]);
    const oracle = await onnxruntime(model, given);
    expectSame(await evaluateModel(model, given), oracle, 1e-4);
    expectSame(await compiled(model, given), oracle, 1e-4);
  });
});

it('draws normal noise, the same in the reference and on WebGPU', async () => {
  const inputs = new Map([['sample', seededTensor('f32', [2, 3, 64, 64], 3, [-1, 1])]]);
  const drawn = await evaluateModel(SAMPLED, inputs);
  expectSame(await compiled(SAMPLED, inputs), drawn, 1e-4);

  const model = await withNoiseAsInput();
  const { shape = [] } = drawn.get(OUTPUT) ?? {};
  const [atZero, atOne] = await Promise.all(
    [0, 1].map(async (value) => {
      const noise = tensorFrom(
        'f32',
        shape,
        Array.from({ length: elementCount(shape) }, () => value),
      );
      return numbersOf(await onnxruntime(model, new Map([...inputs, [NOISE, noise]])));
    }),
  );
  const noise = numbersOf(drawn).map((value, index) => {
    const zero = atZero?.[index] ?? NaN;
    return (value - zero) / ((atOne?.[index] ?? NaN) - zero);
  });
  expect(noise.length).toBeGreaterThan(1000);
  // Four standard deviations of each estimate.
  const bound = 4 / Math.sqrt(noise.length);
  expect(Math.abs(moment(noise, 1))).toBeLessThan(bound);
  expect(Math.abs(moment(noise, 2) - 1)).toBeLessThan(bound * Math.sqrt(2));
  expect(Math.abs(moment(noise, 3))).toBeLessThan(bound * Math.sqrt(15));
  expect(Math.abs(moment(noise, 4) - 3)).toBeLessThan(bound * Math.sqrt(96));
  const neighbours = noise.slice(1).map((value, index) => value * (noise[index] ?? NaN));
  expect(Math.abs(moment(neighbours, 1))).toBeLessThan(bound);
});

async function compiled(model: string, inputs: Tensors): Promise<Tensors> {
  const folder = join(await temporaryFolder(), 'compiled');
  await compileModel(model, inputs, folder);
  return runCompiled(folder, inputs);
}

async function onnxruntime(model: string, inputs: Tensors): Promise<Tensors> {
  return new Map(Object.entries(await runOnnx(model, Object.fromEntries(inputs))));
}

/** The same model in a folder of its own, with an input in place of its one RandomNormalLike. */
async function withNoiseAsInput(): Promise<string> {
  const model = ModelProto.decode(readFileSync(SAMPLED));
  const { graph } = model;
  if (!graph) throw new Error('the model has a graph');
  const nodes = graph.node ?? [];
  const random = nodes.filter(({ opType }) => opType === 'RandomNormalLike');
  expect(random).toHaveLength(1);
  for (const node of nodes) {
    node.input = (node.input ?? []).map((name) => (name === random[0]?.output?.[0] ? NOISE : name));
  }
  graph.node = nodes.filter((node) => !random.includes(node));
  const dim = ['batch', 'latent', 'rows', 'columns'].map((name) => ({ dimParam: `noise_${name}` }));
  const tensorType = { elemType: TensorProto.DataType.FLOAT, shape: { dim } };
  graph.input = [...(graph.input ?? []), { name: NOISE, type: { tensorType } }];
  const path = join(await temporaryFolder(), 'model.onnx');
  await writeFile(path, ModelProto.encode(model).finish());
  return path;
}

function numbersOf(outputs: Tensors): readonly number[] {
  const output: Tensor | undefined = outputs.get(OUTPUT);
  return output === undefined ? [] : toNumbers(output);
}

/** The mean of the values to a power. */
function moment(values: readonly number[], power: number): number {
  return values.reduce((sum, value) => sum + value ** power, 0) / values.length;
}
