/** Models whose weights are quantised in the ONNX file: they keep their size in packages, and their numbers. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNpz, writeNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { attribute, onnxModel, tensor } from '../../models/onnx/index.ts';
import { runCli } from '../cli/harness.ts';
import { must } from '../coreml/run-program.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { largestError } from '../support/samples.ts';

const seeded = (
  name: string,
  dtype: 'i8' | 'u8' | 'f32',
  shape: readonly number[],
  range: readonly [number, number],
) =>
  tensor(
    name,
    dtype,
    shape,
    toNumbers(seededTensor(dtype satisfies DType, shape, name.length, range)),
  );

/** A convolution and two products, as exporters of quantised models write them. */
const MODEL = onnxModel({
  opset: 21,
  inputs: [{ name: 'x', dtype: 'f32', shape: [1, 64, 8, 8] }],
  outputs: [{ name: 'y', dtype: 'f32', shape: [1, 256] }],
  nodes: [
    {
      op: 'DequantizeLinear',
      name: 'k',
      inputs: ['kq', 'ks', 'kz'],
      outputs: ['kernel'],
      attributes: { axis: attribute.int(0) },
    },
    { op: 'Conv', name: 'conv', inputs: ['x', 'kernel'], outputs: ['c'] },
    { op: 'GlobalAveragePool', name: 'pool', inputs: ['c'], outputs: ['p'] },
    { op: 'Flatten', name: 'flat', inputs: ['p'], outputs: ['f'] },
    { op: 'DequantizeLinear', name: 'w', inputs: ['wq', 'ws', 'wz'], outputs: ['wide'] },
    { op: 'MatMul', name: 'product', inputs: ['f', 'wide'], outputs: ['h'] },
    {
      op: 'DequantizeLinear',
      name: 't',
      inputs: ['tq', 'ts'],
      outputs: ['turned'],
      attributes: { axis: attribute.int(0) },
    },
    {
      op: 'Transpose',
      name: 'turn',
      inputs: ['turned'],
      outputs: ['columns'],
      attributes: { perm: attribute.ints([1, 0]) },
    },
    { op: 'MatMul', name: 'last', inputs: ['h', 'columns'], outputs: ['y'] },
  ],
  initializers: [
    seeded('kq', 'i8', [128, 64, 3, 3], [-127, 128]),
    seeded('ks', 'f32', [128], [0.001, 0.01]),
    tensor('kz', 'i8', [128], Array(128).fill(0)),
    seeded('wq', 'u8', [128, 512], [0, 256]),
    seeded('ws', 'f32', [], [0.001, 0.01]),
    tensor('wz', 'u8', [], [131]),
    seeded('tq', 'i8', [256, 512], [-127, 128]),
    seeded('ts', 'f32', [256], [0.001, 0.01]),
  ],
});
const ELEMENTS = 128 * 64 * 9 + 128 * 512 + 256 * 512;

it.each(['iphone-14-pro', 'iphone-16-pro'])('stay so for %s', async (device) => {
  const folder = await temporaryFolder();
  const x = seededTensor('f32', [1, 64, 8, 8], 3);
  await writeFiles(folder, { 'model.onnx': MODEL, 'inputs.npz': writeNpz([['x', x]]) });
  const run = async (...argv: readonly string[]): Promise<void> => {
    const ran = await runCli(argv, { folder });
    expect(ran.code, ran.stderr).toBe(0);
  };
  await run('compile', 'model.onnx', '--target', 'coreml', '--device', device, '--out', 'made');
  const files = ['--inputs', 'inputs.npz', '--outputs'];
  await run('run', 'made', '--target', 'coreml', ...files, 'made.npz');
  await run('run', 'model.onnx', ...files, 'expected.npz');
  const manifest: { targets: { coreml: { figures: { weightBytes: number } } } } = JSON.parse(
    await readFile(join(folder, 'made/manifest.json'), 'utf8'),
  );
  const { weightBytes } = manifest.targets.coreml.figures;
  expect(weightBytes).toBeGreaterThan(ELEMENTS);
  expect(weightBytes).toBeLessThan(1.02 * ELEMENTS);
  const [actual, expected] = await Promise.all(
    ['made.npz', 'expected.npz'].map(async (name) =>
      must(readNpz(await readFile(join(folder, name)))).get('y'),
    ),
  );
  if (actual === undefined || expected === undefined) throw new Error('no output y');
  expect(largestError(actual, expected)).toBeLessThan(1e-5);
});
