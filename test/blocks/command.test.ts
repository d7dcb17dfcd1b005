/** `snapc inspect --blocks` and `snapc compile --blocks`: the blocks of a model, and a model without some of them. */

import { copyFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { COMPILE, envelopeOf, runCli, writeTinyModel } from '../cli/harness.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { attribute, onnxModel, tensor } from '../../models/onnx/index.ts';
import type { Node } from '../../models/onnx/index.ts';

const MODEL = join(import.meta.dirname, 'unet_sd15_edits/model.onnx');

async function folderWithModel(): Promise<string> {
  const folder = await temporaryFolder();
  await copyFile(MODEL, join(folder, 'unet.onnx'));
  return folder;
}

it('prints stages and blocks, with the time on a device', async () => {
  const folder = await folderWithModel();
  const args = ['inspect', 'unet.onnx', '--blocks', '--device', 'iphone-14-pro'];
  const { code, stdout } = await runCli(args, { folder });
  expect(code).toBe(0);
  expect(stdout).toMatch(/^blocks +16 attention, 22 ResNet$/m);
  expect(stdout).toMatch(/^device +iphone-14-pro: the least time on its GPU in fp16/m);
  expect(stdout).toMatch(/^mid +1x1 +12 +1 +7 +[\d.]+ k +[\d.]+ k +[\d.]+$/m);
  expect(stdout).toMatch(
    /^down\.1\.attn\.0 +8 +4x4 +[\d.]+ k +[\d.]+ k +[\d.]+ +down_blocks\.1\.attentions\.0$/m,
  );
  expect(stdout).toMatch(/^up\.0\.res\.2 +20 -> 12 +2x2 /m);
});

it('prints them after actions, as data', async () => {
  const folder = await folderWithModel();
  const args = ['inspect', 'unet.onnx', '--blocks', '--json', '--edit', 'remove down.0.attn.*'];
  const { result } = envelopeOf(await runCli(args, { folder }));
  const { blocks, total, unrecognised } = result as {
    readonly blocks: readonly { readonly address: string; readonly parameters: number }[];
    readonly total: { readonly parameters: number; readonly milliseconds: null };
    readonly unrecognised: readonly unknown[];
  };
  expect(blocks.filter(({ address }) => address.startsWith('down.0.')).length).toBe(3);
  expect(total.parameters).toBe(blocks.reduce((sum, { parameters }) => sum + parameters, 0));
  expect([total.milliseconds, unrecognised]).toEqual([null, []]);
});

it.each([
  ['--edit without --blocks', ['inspect', 'unet.onnx', '--edit', 'remove mid.res.0'], 'SNAPC5400'],
  ['no action', ['inspect', 'unet.onnx', '--blocks', '--edit', 'drop it'], 'SNAPC3321'],
  ['an unknown device', ['inspect', 'unet.onnx', '--blocks', '--device', 'nokia'], 'SNAPC'],
])('refuses %s', async (_, args, code) => {
  const ran = await runCli(args, { folder: await folderWithModel() });
  expect(ran.code).not.toBe(0);
  expect(ran.stderr).toContain(code);
});

it('says of a device without figures that it has none', async () => {
  const args = ['inspect', 'unet.onnx', '--blocks', '--device', 'webgpu-default'];
  const { stdout } = await runCli(args, { folder: await folderWithModel() });
  expect(stdout).toContain('webgpu-default, of which no speed is known');
});

it('tells of a model without blocks what keeps it from having some', async () => {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  const ran = await runCli(['inspect', 'model.onnx', '--blocks'], { folder });
  expect(ran.stderr).toContain('SNAPC3326');
});

it('names what is no block, and why', async () => {
  const folder = await temporaryFolder();
  const shape = [1, 4, 8, 8];
  const conv = (name: string, input: string, output: string): Node => ({
    op: 'Conv',
    name: `unet/${name}/Conv`,
    inputs: [input, 'w'],
    outputs: [output],
    attributes: { pads: attribute.ints([1, 1, 1, 1]) },
  });
  const model = onnxModel({
    opset: 17,
    inputs: [{ name: 'x', dtype: 'f32', shape }],
    outputs: [{ name: 'y', dtype: 'f32', shape }],
    nodes: [
      conv('in', 'x', 'a'),
      conv('gate', 'a', 'b'),
      { op: 'Mul', name: 'unet/gate/Mul', inputs: ['a', 'b'], outputs: ['c'] },
      conv('out', 'c', 'y'),
    ],
    initializers: [
      tensor(
        'w',
        'f32',
        [4, 4, 3, 3],
        Array.from({ length: 144 }, () => 0.1),
      ),
    ],
  });
  await writeFiles(folder, { 'model.onnx': model });
  const ran = await runCli(['inspect', 'model.onnx', '--blocks'], { folder });
  expect(ran.code).toBe(0);
  expect(ran.stderr).toMatch(/SNAPC3330: unet\.gate is no block .*: its ways meet in mul/);
});

it('compiles a model without some blocks', async () => {
  const folder = await folderWithModel();
  const args = ['compile', 'unet.onnx', ...COMPILE.slice(2)];
  const actions = 'remove down.0.attn.*, remove mid.res.3, copy down.0.res.0 after down.0.res.1';
  const ran = await runCli([...args, '--blocks', actions, '--out', 'out'], { folder });
  expect([ran.code, ran.stderr]).toEqual([
    0,
    expect.stringMatching(/SNAPC3329: \d blocks went and 1 was copied/),
  ]);
  const manifest = await readFile(join(folder, 'out', 'manifest.json'), 'utf8');
  expect(manifest).toContain('edit-blocks');
  const refused = await runCli([...args, '--blocks', 'remove', '--out', 'no'], { folder });
  expect([refused.code === 0, refused.stderr]).toEqual([
    false,
    expect.stringContaining('SNAPC3321'),
  ]);
});
