/** `snapc compile --budget`: what is chosen, that it repeats, and what cannot be had. */

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import { runCli } from '../cli/harness.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const seeded = (name: string, seed: number) =>
  tensor(name, 'f32', [64, 64], toNumbers(seededTensor('f32', [64, 64], seed)));

/** The second layer has a hundredth of a say in the result. */
const MODEL = onnxModel({
  opset: 17,
  inputs: [{ name: 'x', dtype: 'f32', shape: [8, 64] }],
  outputs: [{ name: 'y', dtype: 'f32', shape: [8, 64] }],
  nodes: [
    { op: 'MatMul', name: '/loud/MatMul', inputs: ['x', 'loud.weight'], outputs: ['a'] },
    { op: 'MatMul', name: '/quiet/MatMul', inputs: ['x', 'quiet.weight'], outputs: ['b'] },
    { op: 'Mul', inputs: ['b', 'hundredth'], outputs: ['c'] },
    { op: 'Add', inputs: ['a', 'c'], outputs: ['y'] },
  ],
  initializers: [
    seeded('loud.weight', 1),
    seeded('quiet.weight', 2),
    tensor('hundredth', 'f32', [], [0.01]),
  ],
});

async function folderWithModel(): Promise<string> {
  const folder = await temporaryFolder();
  const inputs = [3, 4, 5].map((seed) => seededTensor('f32', [8, 64], seed));
  await writeFiles(folder, {
    'model.onnx': MODEL,
    ...Object.fromEntries(inputs.map((x, index) => [`data/${index}.npz`, writeNpz([['x', x]])])),
  });
  return folder;
}

const COMPILE = ['compile', 'model.onnx', '--target', 'coreml', '--device', 'iphone-16-pro'];

async function budget(bounds: string, ...others: readonly string[]) {
  const folder = await folderWithModel();
  const argv = [...COMPILE, '--budget', bounds, '--out', 'out', ...others];
  return { folder, ran: await runCli(argv, { folder }) };
}

interface Rules {
  readonly rules: readonly { readonly match: readonly string[]; readonly form: string }[];
}

async function rulesOf(folder: string, file = 'out.compress.json'): Promise<Map<string, string>> {
  const { rules }: Rules = JSON.parse(await readFile(join(folder, file), 'utf8'));
  return new Map(rules.flatMap(({ match, form }) => match.map((name) => [name, form] as const)));
}

const BITS = { float: 32, int8: 8, palette6: 6, int4: 4, palette4: 4, palette3: 3, palette2: 2 };

function bitsOf(forms: ReadonlyMap<string, string>, name: string): number {
  return BITS[(forms.get(name) ?? 'float') as keyof typeof BITS];
}

describe('--budget', () => {
  it('gives bits to the layer that matters, within the bytes', async () => {
    const { folder, ran } = await budget('size<6kB', '--calibrate', 'data');
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('SNAPC3425');
    expect(ran.stderr).toContain('--compress out.compress.json repeats it');
    const forms = await rulesOf(folder);
    expect(bitsOf(forms, 'loud.weight')).toBeGreaterThan(bitsOf(forms, 'quiet.weight'));
    const manifest: {
      targets: {
        coreml: { weights: readonly { bytes: number }[]; figures: { weightBytes: number } };
      };
    } = JSON.parse(await readFile(join(folder, 'out', 'manifest.json'), 'utf8'));
    const { weights, figures } = manifest.targets.coreml;
    expect(weights.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(6000);
    expect(figures.weightBytes).toBeLessThan(6500);
  });

  it('takes few bytes for a loss, predicts it, and measures it', async () => {
    const { ran } = await budget('psnr>45', '--calibrate', 'data');
    expect(ran.code, ran.stderr).toBe(0);
    const found = /PSNR ([\d.]+) dB, SQNR [\d.]+ dB as predicted, PSNR ([\d.]+) dB/.exec(
      ran.stderr,
    );
    const [predicted, measured] = [Number(found?.[1]), Number(found?.[2])];
    expect(measured).toBeGreaterThanOrEqual(45);
    expect(measured).toBeLessThan(60);
    expect(Math.abs(predicted - measured)).toBeLessThan(3);
  });

  it('is repeated byte for byte by the rules that it writes', async () => {
    const calibrate = ['--calibrate', 'data'];
    const { folder, ran } = await budget('sqnr>30', ...calibrate, '--budget-file', 'rules.json');
    expect(ran.code, ran.stderr).toBe(0);
    const argv = [...COMPILE, '--compress', 'rules.json', '--out', 'again', ...calibrate];
    const again = await runCli(argv, { folder });
    expect(again.code, again.stderr).toBe(0);
    const files = (await readdir(join(folder, 'out'), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(2);
    for (const file of files) {
      const other = file.replace(join(folder, 'out'), join(folder, 'again'));
      expect((await readFile(other)).equals(await readFile(file)), file).toBe(true);
    }
    // Nothing else stays, such as what was measured.
    expect((await readdir(folder)).sort()).toEqual([
      'again',
      'data',
      'model.onnx',
      'out',
      'out.sensitivity.json',
      'rules.json',
    ]);
  });

  it('makes the folders that it writes into', async () => {
    const folder = await folderWithModel();
    const files = ['--out', 'deep/out', '--budget-file', 'rules/own.json'];
    const ran = await runCli([...COMPILE, '--budget', 'size<9kB', ...files], { folder });
    expect(ran.code, ran.stderr).toBe(0);
    expect((await readdir(join(folder, 'deep'))).sort()).toEqual(['out', 'out.sensitivity.json']);
    expect(await readdir(join(folder, 'rules'))).toEqual(['own.json']);
  });

  it('works on random inputs where there is no data, and says so', async () => {
    const { ran } = await budget('size<9kB');
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('SNAPC3426');
  });

  it.each([
    ['size<1kB', 'SNAPC3423', 'take 0.002 MB'],
    ['size<3kB,psnr>60', 'SNAPC3424', 'the best has'],
    ['size<3kB,sqnr>60', 'SNAPC3424', 'sqnr of 60'],
    ['length<3', 'SNAPC3420', 'length'],
  ])('refuses %s', async (bounds, code, words) => {
    const { folder, ran } = await budget(bounds, '--calibrate', 'data');
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(words);
    expect((await readdir(folder)).sort()).toEqual(['data', 'model.onnx']);
  });

  it('refuses a model without weights', async () => {
    const folder = await temporaryFolder();
    const io = { dtype: 'f32', shape: [2] } as const;
    const model = onnxModel({
      opset: 17,
      inputs: [{ name: 'x', ...io }],
      outputs: [{ name: 'y', ...io }],
      nodes: [{ op: 'Neg', inputs: ['x'], outputs: ['y'] }],
      initializers: [],
    });
    await writeFiles(folder, { 'model.onnx': model });
    const ran = await runCli([...COMPILE, '--budget', 'size<9kB', '--out', 'out'], { folder });
    expect(ran.code).not.toBe(0);
    expect(ran.stderr).toContain('SNAPC3427');
  });

  it('refuses another choice of forms beside it', async () => {
    const { ran } = await budget('size<9kB', '--compress', 'int8');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC3428');
  });
});
