/** Reports of folders with weights in few bits, and of UNets whose blocks were edited. */

import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { compiled, reported } from './tiny.ts';

const SIZE = 64;

/** y = (x @ wide) @ narrow, of 64 x 64 and 64 x 4 numbers. */
async function twoLayers(): Promise<string> {
  const folder = await temporaryFolder();
  const numbers = (count: number): number[] =>
    Array.from({ length: count }, (_, index) => Math.sin(index * 1.7));
  await writeFiles(folder, {
    'model.onnx': onnxModel({
      opset: 17,
      inputs: [{ name: 'x', dtype: 'f32', shape: [2, SIZE] }],
      outputs: [{ name: 'y', dtype: 'f32', shape: [2, 4] }],
      nodes: [
        { op: 'MatMul', name: '/first/MatMul', inputs: ['x', 'wide'], outputs: ['h'] },
        { op: 'MatMul', name: '/second/MatMul', inputs: ['h', 'narrow'], outputs: ['y'] },
      ],
      initializers: [
        tensor('wide', 'f32', [SIZE, SIZE], numbers(SIZE * SIZE)),
        tensor('narrow', 'f32', [SIZE, 4], numbers(SIZE * 4)),
      ],
    }),
  });
  return folder;
}

it('tells the form of each weight and why it has it', async () => {
  const folder = await twoLayers();
  await compiled(folder, ['--target', 'webgpu,coreml', '--compress', 'int8']);
  const { data, page } = await reported(folder);
  for (const { name, precision, repeat } of data.targets) {
    expect(precision.layers, name).toMatchObject([
      { names: ['/first/MatMul'], block: 'first', form: 'int8', elements: SIZE * SIZE },
      { form: 'fp32', elements: SIZE * 4, reason: 'fewer than 4096 numbers' },
    ]);
    const [first] = precision.layers;
    expect(first?.reason).toMatch(/^quantize-weights/);
    // A byte each, and scales of the outputs.
    expect(first?.bytes).toBeGreaterThanOrEqual(SIZE * SIZE);
    expect(first?.bytes).toBeLessThanOrEqual(SIZE * SIZE + 4 * SIZE + 256);
    expect(repeat.differences).toEqual([]);
    expect(repeat.command).toContain(`--compress ${name}.compress.json`);
  }
  expect(data.level).toBe('scopes');
  expect(page).toContain('fewer than 4096 numbers');
  const rules = JSON.parse(
    await readFile(join(folder, 'report/webgpu.compress.json'), 'utf8'),
  ) as unknown;
  expect(rules).toEqual(data.targets[0]?.repeat.compression);
  expect(rules).toMatchObject({ rules: [{ form: 'int8' }] });
});

it.each([
  ['nnapi', 'palette4', 'fp32', 4 * SIZE * SIZE],
  ['nnapi', 'sparse=0.5', 'fp32', 4 * SIZE * SIZE],
  ['nnapi', 'int4', 'int8', SIZE * SIZE + 4 * 2 * SIZE],
  ['webgpu', 'sparse=0.5', 'fp32', 4 * SIZE * SIZE],
  ['webgpu', 'sparse=0.5,int8', 'int8', SIZE * SIZE + 4 * SIZE],
  ['coreml', 'sparse=0.5', 'sparse', (SIZE * SIZE) / 8 + 2 * SIZE * SIZE],
])('tells what %s stores of %s', async (target, compress, form, bytes) => {
  const folder = await twoLayers();
  const device = target === 'nnapi' ? 'pixel-9' : undefined;
  await compiled(folder, ['--target', target, '--compress', compress], device);
  const { data } = await reported(folder);
  const [first] = data.targets[0]?.precision.layers ?? [];
  expect([first?.form, first?.bytes]).toEqual([form, bytes]);
  if (form === 'fp32') expect(first?.reason).toBe('stored wider by the target');
});

it('shows what a budget measured of each layer', async () => {
  const folder = await twoLayers();
  await compiled(folder, ['--target', 'webgpu', '--budget', 'size<10KB']);
  const { data, page } = await reported(folder);
  const measured = data.targets[0]?.sensitivity;
  expect(measured).toMatchObject({ file: 'out.sensitivity.json' });
  expect(measured?.forms[0]).toBe('float');
  const wide = measured?.layers.find(({ name }) => name === 'wide');
  expect(wide?.chosen).toBe('int8');
  const [float, int8, int4] =
    measured?.forms.flatMap((form, index) =>
      ['float', 'int8', 'int4'].includes(form) ? [wide?.decibels[index] ?? null] : [],
    ) ?? [];
  expect(float).toBeNull();
  expect(int8).toBeGreaterThan((int4 ?? 0) + 10);
  expect(page).not.toContain('Nobody measured it');
});

it('joins the blocks of an edited UNet with those of the model', async () => {
  const folder = await temporaryFolder();
  await copyFile(
    join(import.meta.dirname, '../blocks/unet_sd15_edits/model.onnx'),
    join(folder, 'model.onnx'),
  );
  const actions = 'remove down.0.attn.*, copy up.0.attn.0 after up.0.attn.1';
  await compiled(folder, ['--target', 'coreml', '--blocks', actions]);
  const { data } = await reported(folder);
  const [target] = data.targets;
  const blocks = target?.blocks ?? [];
  expect(data.level).toBe('blocks');
  expect(target?.repeat.differences).toEqual([]);
  const removed = blocks.filter(({ after }) => after === null).map(({ address }) => address);
  expect(removed).toEqual(['down.0.attn.0', 'down.0.attn.1']);
  const [copy, ...others] = blocks.filter(({ before }) => before === null);
  expect(copy).toMatchObject({ address: 'up.0.attn.2', original: 'up.0.attn.0' });
  expect(others).toEqual([]);
  expect(target?.repeat.command).toContain(`--blocks '${actions}'`);
});
