/** `snapc compile --calibrate`: where data comes from, what is told of it, and what is refused. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import { runCli, spawnCli } from '../cli/harness.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';

const seeded = (name: string, shape: readonly number[], seed: number) =>
  tensor(name, 'f32', shape, toNumbers(seededTensor('f32', shape, seed)));

const LAYERS = ['in', 'mid', 'side', 'out'];

/** As a UNet has it: a latent, a timestep, and a context that several layers read. */
const MODEL = onnxModel({
  opset: 17,
  inputs: [
    { name: 'sample', dtype: 'f32', shape: [1, 4, 4, 4] },
    { name: 'timestep', dtype: 'f32', shape: [1] },
    { name: 'context', dtype: 'f32', shape: [1, 4, 16] },
  ],
  outputs: [{ name: 'out_sample', dtype: 'f32', shape: [1, 4, 4, 4] }],
  nodes: [
    { op: 'Conv', name: '/in', inputs: ['sample', 'in.weight'], outputs: ['a'] },
    { op: 'Reshape', name: '/fold', inputs: ['context', 'shape'], outputs: ['c'] },
    { op: 'Add', name: '/join', inputs: ['a', 'c'], outputs: ['b'] },
    { op: 'Mul', name: '/time', inputs: ['b', 'timestep'], outputs: ['e'] },
    { op: 'Tanh', name: '/squash', inputs: ['e'], outputs: ['f'] },
    { op: 'Conv', name: '/mid', inputs: ['f', 'mid.weight'], outputs: ['g'] },
    { op: 'Conv', name: '/side', inputs: ['f', 'side.weight'], outputs: ['h'] },
    { op: 'Add', name: '/sum', inputs: ['g', 'h'], outputs: ['i'] },
    { op: 'Conv', name: '/out', inputs: ['i', 'out.weight'], outputs: ['out_sample'] },
  ],
  initializers: [
    ...LAYERS.map((name, index) => seeded(`${name}.weight`, [4, 4, 1, 1], index + 1)),
    tensor('shape', 'i64', [4], [1, 4, 4, 4]),
  ],
});

const RULES = JSON.stringify({ rules: [{ form: 'w8a8' }], min_elements: 0 });

const inputs = (seed: number): Uint8Array =>
  writeNpz([
    ['sample', seededTensor('f32', [1, 4, 4, 4], seed)],
    ['timestep', seededTensor('f32', [1], seed, [1, 999])],
    ['context', seededTensor('f32', [1, 4, 16], seed + 1)],
  ]);

async function folderWith(files: Readonly<Record<string, string | Uint8Array>> = {}) {
  const folder = await temporaryFolder();
  await writeFiles(folder, {
    'model.onnx': MODEL,
    'rules.json': RULES,
    'inputs.npz': inputs(1),
    'more/b.npz': inputs(2),
    'more/a.npz': inputs(3),
    ...files,
  });
  return folder;
}

const COMPILE = ['compile', 'model.onnx', '--target', 'webgpu', '--device', 'webgpu-default'];

async function compiled(folder: string, ...given: readonly string[]) {
  return runCli([...COMPILE, '--compress', 'rules.json', ...given, '--out', 'out'], { folder });
}

async function passesIn(folder: string): Promise<readonly { readonly name: string }[]> {
  const manifest: { targets: Record<string, { passes: readonly { name: string }[] }> } = JSON.parse(
    await readFile(join(folder, 'out', 'manifest.json'), 'utf8'),
  );
  return manifest.targets['webgpu']?.passes ?? [];
}

describe('--calibrate takes', () => {
  it.each([
    ['an archive', 'inputs.npz'],
    ['a folder of them', 'more'],
    ['both', 'inputs.npz,more'],
    ['a trajectory', 'trajectory'],
    ['one with settings', 'trajectory:steps=2,seed=3,prediction=v_prediction'],
    ['one whose context is given', 'trajectory:steps=1,inputs.npz'],
  ])('%s', async (_, data) => {
    const folder = await folderWith();
    const { code, stderr } = await compiled(folder, '--calibrate', data);
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('SNAPC3477');
    expect(stderr).toContain('1 activation, for 2 layers');
    // Where the options that take more layers are written.
    expect(stderr).toContain('hint: in a file for --compress, "activations": {');
    expect((await passesIn(folder)).map(({ name }) => name)).toContain('quantize-activations');
  });

  it('the data of the config, and its methods', async () => {
    const folder = await folderWith({
      'rules.json': JSON.stringify({
        rules: [{ form: 'w8a8' }],
        min_elements: 0,
        activations: { method: 'widest', smooth: 0.5, correct_biases: true },
      }),
      'snapc.config.mjs': `import { defineCalibrationMethod, defineConfig, readNpz } from 'snapc';
        import { readFile } from 'node:fs/promises';
        export default defineConfig({
          calibration: async function* () {
            const read = readNpz(await readFile(${JSON.stringify('FOLDER/inputs.npz')}));
            const outputs = yield read.value;
            if (!outputs.has('out_sample')) throw new Error('no outputs');
          },
          calibrationMethods: [
            defineCalibrationMethod({
              name: 'widest',
              describe: 'far too wide',
              begin: () => ({ add() {}, range: () => ({ low: -100, high: 100 }) }),
            }),
          ],
        });`,
    });
    const config = await readFile(join(folder, 'snapc.config.mjs'), 'utf8');
    await writeFiles(folder, { 'snapc.config.mjs': config.replace('FOLDER', folder) });
    const argv = [...COMPILE, '--compress', 'rules.json', '--out', 'out'];
    const { code, stderr } = await spawnCli(argv, folder);
    expect(code, stderr).toBe(0);
    const names = (await passesIn(folder)).map(({ name }) => name);
    expect(names.indexOf('smooth-activations')).toBeLessThan(names.indexOf('quantize-weights'));
    expect(names.indexOf('quantize-weights')).toBeLessThan(names.indexOf('quantize-activations'));
    expect(names.indexOf('quantize-activations')).toBeLessThan(names.indexOf('correct-biases'));
  });

  it('what nothing is measured on, with a warning', async () => {
    const argv = [...COMPILE, '--calibrate', 'inputs.npz', '--out', 'out'];
    const { code, stderr } = await runCli(argv, { folder: await folderWith() });
    expect(code).toBe(0);
    expect(stderr).toContain('SNAPC3460');
  });

  it('and pruning measures on it', async () => {
    const folder = await folderWith();
    const argv = [...COMPILE, '--prune', 'importance=activation, compensate=true, ratio=0.5'];
    const without = await runCli([...argv, '--out', 'out'], { folder });
    expect(without.code).toBe(2);
    expect(without.stderr).toContain('SNAPC3307');
    const ran = await runCli([...argv, '--calibrate', 'inputs.npz', '--out', 'out'], { folder });
    expect(ran.code, ran.stderr).toBe(0);
  });
});

describe('--calibrate refuses', () => {
  it.each([
    ['nothing for w8a8', [], 'SNAPC3452', '--calibrate'],
    ['a file that is not there', ['none.npz'], 'SNAPC5404', 'none.npz'],
    ['a folder without archives', ['empty'], 'SNAPC3459', 'empty'],
    ['what is no archive', ['model.onnx'], 'SNAPC5101', 'model.onnx'],
    ['inputs that are missing', ['short.npz'], 'SNAPC1201', 'short.npz'],
    ['inputs of other names', ['other.npz'], 'SNAPC1202', 'other.npz'],
    ['the second of two', ['inputs.npz,short.npz'], 'SNAPC1201', 'short.npz'],
    ['a setting that is none', ['trajectory:speed=2'], 'SNAPC3102', 'there is no option speed'],
    ['a setting that is no number', ['trajectory:steps=many'], 'SNAPC3102', 'steps'],
    ['no steps', ['trajectory:steps=0'], 'SNAPC3457', 'steps=0'],
  ])('%s', async (_, given, code, words) => {
    const short = writeNpz([['sample', seededTensor('f32', [1, 4, 4, 4], 1)]]);
    const other = writeNpz([
      ['sample', seededTensor('f32', [1, 4, 4, 4], 1)],
      ['timestep', seededTensor('f32', [1], 1)],
      ['context', seededTensor('f32', [1, 4, 16], 1)],
      ['contexts', seededTensor('f32', [1, 4, 16], 1)],
    ]);
    const folder = await folderWith({ 'short.npz': short, 'other.npz': other, 'empty/x.txt': '' });
    const ran = await compiled(folder, ...given.flatMap((data) => ['--calibrate', data]));
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(words);
    await expect(readFile(join(folder, 'out', 'manifest.json'))).rejects.toThrow('ENOENT');
  });

  it('a config that loops for ever', async () => {
    const folder = await folderWith({
      'snapc.config.mjs': 'export default { calibration: async function* () { for (;;); } };',
    });
    const argv = [...COMPILE, '--compress', 'rules.json', '--time-limit', '1', '--out', 'out'];
    const ran = await spawnCli(argv, folder);
    expect(ran.code).toBeGreaterThan(0);
    expect(ran.stderr).toContain('the calibration data of the config did not end within 1 s');
  });
});
