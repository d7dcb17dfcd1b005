/** `snapc compile --guard`: what the targets assume, what is written down, and what is refused. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { parseManifest } from '../../compiler/manifest.ts';
import { writeNpz } from '../../compiler/npz.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { onnxModel } from '../../models/onnx/index.ts';
import { runCli } from '../cli/harness.ts';
import { must } from '../coreml/run-program.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const MODEL = onnxModel({
  opset: 17,
  inputs: [{ name: 'x', dtype: 'f32', shape: [1, 4] }],
  outputs: [{ name: 'y', dtype: 'f32', shape: [1, 4] }],
  nodes: [
    { op: 'Mul', name: '/square', inputs: ['x', 'x'], outputs: ['a'] },
    { op: 'Softmax', name: '/weights', inputs: ['a'], outputs: ['y'] },
  ],
  initializers: [],
});

const folderWith = async (numbers: readonly number[]): Promise<string> => {
  const folder = await temporaryFolder();
  const inputs = writeNpz([['x', tensorFrom('f32', [1, 4], numbers)]]);
  await writeFiles(folder, { 'model.onnx': MODEL, 'inputs.npz': inputs });
  return folder;
};

const FP16 = ['--precision', 'fp16'] as const;

const compile = (folder: string, ...more: readonly string[]) =>
  runCli(
    [
      'compile',
      'model.onnx',
      '--target',
      'coreml,webgpu',
      '--device',
      'iphone-16-pro',
      ...FP16,
      '--out',
      'out',
      ...more,
    ],
    { folder },
  );

const guardOf = async (folder: string, target: string) => {
  const text = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
  return must(parseManifest(text, 'manifest.json')).targets[target]?.guard;
};

it('repairs what calibration shows, and writes down why', async () => {
  const folder = await folderWith([300, 1, 2, 3]);
  const { code, stderr } = await compile(folder, '--calibrate', 'inputs.npz');
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('SNAPC3160: coreml: fp16: 0 sites left');
  expect(stderr).toContain('SNAPC3160: webgpu: fp16: 0 sites left');
  const guard = await guardOf(folder, 'coreml');
  expect(guard?.left).toBe(0);
  expect(guard?.arithmetic).toEqual({ values: 'fp16', sums: 'fp16', squares: 'fp16' });
  expect(guard?.sites[0]).toMatchObject({
    node: '/square',
    kind: 'value',
    observed: 90000,
    repair: 'island',
    reason: 'it computes in fp32',
  });
  expect((await guardOf(folder, 'webgpu'))?.arithmetic.sums).toBe('fp32');
});

it('tells what bounds of inputs settle, and leaves the rest to the user', async () => {
  const folder = await folderWith([1, 2, 3, 4]);
  const open = await compile(folder);
  expect(open.stderr).toContain('SNAPC3161');
  expect(open.stderr).toContain('--range x=LOW..HIGH');
  expect((await guardOf(folder, 'coreml'))?.unbounded).toEqual(['x']);
  const bounded = await compile(folder, '--range', 'x=-8..8');
  expect(bounded.stderr).not.toContain('SNAPC3161');
  expect((await guardOf(folder, 'coreml'))?.left).toBe(0);
  const off = await compile(folder, '--guard', 'off');
  expect(off.stderr).not.toContain('SNAPC316');
  expect(await guardOf(folder, 'coreml')).toBeUndefined();
});

it('refuses a range that cannot be', async () => {
  const folder = await folderWith([1, 2, 3, 4]);
  const { code, stderr } = await compile(folder, '--range', 'x=8..-8');
  expect(code).not.toBe(0);
  expect(stderr).toContain('SNAPC3166');
});

it('has nothing to tell where nothing computes in fp16', async () => {
  const folder = await folderWith([1, 2, 3, 4]);
  // SwiftShader has no fp16 arithmetic.
  const { code, stderr } = await runCli(
    [...'compile model.onnx --target webgpu --device swiftshader --out out'.split(' '), ...FP16],
    { folder },
  );
  expect(code, stderr).toBe(0);
  expect(stderr).not.toContain('SNAPC316');
  expect((await guardOf(folder, 'webgpu'))?.left).toBe(0);
});
