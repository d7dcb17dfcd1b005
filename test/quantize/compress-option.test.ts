/** `snapc compile --compress`: forms, rules of files, what the manifest says of it, and what is refused. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { writeNpz, readNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import { runCli } from '../cli/harness.ts';
import { must } from '../coreml/run-program.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { largestError } from '../support/samples.ts';

const seeded = (name: string, shape: readonly number[], seed: number) =>
  tensor(name, 'f32', shape, toNumbers(seededTensor('f32', shape, seed)));

const MODEL = onnxModel({
  opset: 17,
  inputs: [{ name: 'x', dtype: 'f32', shape: [2, 128] }],
  outputs: [{ name: 'y', dtype: 'f32', shape: [2, 128] }],
  nodes: [
    { op: 'MatMul', name: '/in/MatMul', inputs: ['x', 'in.weight'], outputs: ['a'] },
    { op: 'MatMul', name: '/mid/MatMul', inputs: ['a', 'mid.weight'], outputs: ['b'] },
    { op: 'MatMul', name: '/out/MatMul', inputs: ['b', 'out.weight'], outputs: ['y'] },
  ],
  initializers: [
    seeded('in.weight', [128, 128], 1),
    seeded('mid.weight', [128, 128], 2),
    seeded('out.weight', [128, 128], 3),
  ],
});

async function folderWith(rules: unknown = {}): Promise<string> {
  const folder = await temporaryFolder();
  const x = seededTensor('f32', [2, 128], 3);
  await writeFiles(folder, {
    'model.onnx': MODEL,
    'inputs.npz': writeNpz([['x', x]]),
    'rules.json': typeof rules === 'string' ? rules : JSON.stringify(rules),
  });
  return folder;
}

interface Weights {
  readonly nodes: readonly string[];
  readonly form: string;
  readonly elements: number;
  readonly bytes: number;
}

async function compiled(folder: string, target: string, compress: string) {
  const device = target === 'coreml' ? 'iphone-16-pro' : 'webgpu-default';
  const argv = ['compile', 'model.onnx', '--target', target, '--device', device, '--out', target];
  const ran = await runCli([...argv, '--compress', compress], { folder });
  expect(ran.code, ran.stderr).toBe(0);
  const manifest: {
    targets: Record<string, { weights?: readonly Weights[]; passes: readonly { name: string }[] }>;
  } = JSON.parse(await readFile(join(folder, target, 'manifest.json'), 'utf8'));
  const run = ['run', target, '--target', target, '--inputs', 'inputs.npz', '--outputs', 'y.npz'];
  const done = await runCli(run, { folder });
  expect(done.code, done.stderr).toBe(0);
  const value = must(readNpz(await readFile(join(folder, 'y.npz')))).get('y');
  if (value === undefined) throw new Error('no output y');
  return { ...manifest.targets[target], value, stderr: ran.stderr };
}

describe('--compress', () => {
  it('stores all weights in one form', async () => {
    const { weights } = await compiled(await folderWith(), 'coreml', 'int8');
    const bytes = 128 * 128 + 4 * 128;
    expect(weights).toEqual(
      ['/in/MatMul', '/mid/MatMul', '/out/MatMul'].map((node) => ({
        nodes: [node],
        form: 'int8',
        elements: 128 * 128,
        bytes,
      })),
    );
  });

  it('gives each weight what the first rule says that fits it', async () => {
    const rules = [
      { match: ['*out*'], form: 'float' },
      { match: '/in/*', form: 'int4', group: 64, symmetric: false },
      { form: 'palette6' },
    ];
    const folder = await folderWith({ rules });
    const { weights, passes } = await compiled(folder, 'coreml', 'rules.json');
    expect(weights?.map(({ nodes, form }) => [nodes, form])).toEqual([
      [['/in/MatMul'], 'uint4'],
      [['/mid/MatMul'], 'palette6'],
    ]);
    expect(passes?.map(({ name }) => name).slice(0, 4)).toEqual([
      'fold-constants',
      'eliminate-dead-code',
      'quantize-weights',
      'palettize-weights',
    ]);
  });

  it('gives the same numbers on another target', async () => {
    const folder = await folderWith();
    const small = await compiled(folder, 'coreml', 'palette4');
    const large = await compiled(folder, 'webgpu', 'palette4');
    expect(largestError(small.value, large.value)).toBeLessThan(1e-4);
  });

  it('keeps the largest numbers, as a share or N of M', async () => {
    const rules = [
      { match: '/in/*', form: 'sparse', share: 0.75 },
      { match: '/mid/*', form: 'sparse', kept: 2, group: 4 },
      { match: '/out/*', form: 'sparse' },
    ];
    const { weights } = await compiled(await folderWith({ rules }), 'coreml', 'rules.json');
    expect(weights?.map(({ nodes, form }) => [nodes, form])).toEqual(
      ['/in/MatMul', '/mid/MatMul', '/out/MatMul'].map((node) => [[node], 'sparse']),
    );
    const [quarter = 0, half, other] = (weights ?? []).map(({ bytes }) => bytes);
    // A bit for each number, and four bytes for those that stay.
    expect(quarter).toBe(128 * 16 + 128 * 32 * 4);
    expect([half, other]).toEqual([128 * 16 + 128 * 64 * 4, 128 * 16 + 128 * 64 * 4]);
  });

  it('keeps N of M inputs by two words, and says which weights have others', async () => {
    const whole = await compiled(await folderWith(), 'coreml', 'sparse=2:4');
    expect(whole.weights?.map(({ bytes }) => bytes)).toEqual([1, 2, 3].map(() => 128 * (16 + 256)));
    expect(whole.stderr).not.toContain('SNAPC3440');
    const other = await compiled(await folderWith(), 'coreml', 'sparse=1:3');
    expect(other.weights).toBeUndefined();
    expect(other.stderr).toContain('SNAPC3440: 3 weights stay whole');
  });

  it.each([
    ['sparse=0.75', 'sparse', 32 * 4],
    ['sparse=0.75,int8', 'sparse int8', 32 + 4],
    ['sparse=0.75,int4', 'sparse int4', 32 / 2 + 4 * 4],
    ['sparse=0.75,palette4', 'sparse palette4', 32 / 2],
  ])('%s stores what stays in few bits', async (words, form, bytes) => {
    const { weights } = await compiled(await folderWith(), 'coreml', words);
    expect(weights?.map((one) => one.form)).toEqual([form, form, form]);
    // A bit for each number besides, and for the whole weight a palette of floats.
    const palette = form.endsWith('palette4') ? 16 * 4 : 0;
    expect(weights?.[0]?.bytes).toBe(128 * (16 + bytes) + palette);
  });

  it.each([
    ['int8', 'int8', 128 * (128 + 4)],
    ['int4', 'int4', 128 * (64 + 4 * 4)],
    ['palette4', undefined, undefined],
  ])('gives the numbers of sparse %s on another target', async (words, form, bytes) => {
    const folder = await folderWith();
    const small = await compiled(folder, 'coreml', `sparse,${words}`);
    const large = await compiled(folder, 'webgpu', `sparse,${words}`);
    expect(largestError(small.value, large.value)).toBeLessThan(1e-4);
    // Without a mask integers keep their bits, with zeros among them; a palette has no 0.
    expect([large.weights?.[0]?.form, large.weights?.[0]?.bytes]).toEqual([form, bytes]);
  });

  it('says where a rule fits nothing', async () => {
    const rules = [{ match: '/down/*', form: 'int8' }];
    const { stderr, weights } = await compiled(await folderWith({ rules }), 'coreml', 'rules.json');
    expect(stderr).toContain('SNAPC3403');
    expect(stderr).toContain('in.weight');
    expect(weights).toBeUndefined();
  });
});

describe('--compress refuses', () => {
  it.each([
    ['another form', 'int3', {}, 'SNAPC3407', '"int3"'],
    ['no JSON', 'rules.json', '{', 'SNAPC3405', 'rules.json'],
    ['no rules', 'rules.json', { rules: [] }, 'SNAPC3406', 'rules'],
    ['no form', 'rules.json', { rules: [{ match: '*' }] }, 'SNAPC3406', 'form'],
    ['an unknown form', 'rules.json', { rules: [{ form: 'int2' }] }, 'SNAPC3406', 'palette6'],
    [
      'an unknown field',
      'rules.json',
      { rules: [{ form: 'int8', bits: 4 }] },
      'SNAPC3406',
      'rules.0.bits is no field',
    ],
    [
      'a comma',
      'rules.json',
      { rules: [{ form: 'int8', match: 'a,b' }] },
      'SNAPC3406',
      'list of patterns',
    ],
    [
      'more kept than there are',
      'rules.json',
      { rules: [{ form: 'sparse', kept: 5, group: 4 }] },
      'SNAPC3409',
      '5 of each 4',
    ],
    [
      'a share of more than all',
      'rules.json',
      { rules: [{ form: 'sparse', share: 2 }] },
      'SNAPC3406',
      'rules.0.share',
    ],
    ['a share of another form', 'sparse=0.5,float', {}, 'SNAPC3407', 'sparse=0.5,int8'],
    ['a share that is none', 'sparse=1.5,int8', {}, 'SNAPC3407', 'sparse=1.5'],
    [
      'a share of what is not stored sparse',
      'rules.json',
      { rules: [{ form: 'w8a8', share: 0.5 }] },
      'SNAPC3406',
      'does not go with the form w8a8',
    ],
    ['more of each than there are', 'sparse=5:4', {}, 'SNAPC3409', '5 of each 4'],
    ['none of each', 'sparse=0:4', {}, 'SNAPC3409', '0 of each 4'],
    ['some of no inputs', 'sparse=0:0', {}, 'SNAPC3407', '"sparse=0:0"'],
    [
      'groups of which nothing is kept',
      'rules.json',
      { rules: [{ form: 'sparse', kept: 0, group: 4 }] },
      'SNAPC3409',
      '0 of each 4',
    ],
    [
      'groups without a word on what is kept',
      'rules.json',
      { rules: [{ form: 'sparse', group: 4 }] },
      'SNAPC3406',
      'rules.0.group needs "kept"',
    ],
    [
      'inputs kept of another form',
      'rules.json',
      { rules: [{ form: 'int8', kept: 2, group: 4 }] },
      'SNAPC3406',
      'rules.0.kept does not go with the form int8',
    ],
    [
      'ends of palettes',
      'rules.json',
      { rules: [{ form: 'palette4', ends: 8 }] },
      'SNAPC3406',
      'rules.0.ends does not go with the form palette4',
    ],
    [
      'inputs kept of how many',
      'rules.json',
      { rules: [{ form: 'sparse', kept: 2 }] },
      'SNAPC3406',
      'rules.0.kept needs "group"',
    ],
    [
      'a share and inputs kept',
      'rules.json',
      { rules: [{ form: 'sparse', kept: 2, group: 4, share: 0.5 }] },
      'SNAPC3406',
      'rules.0.kept does not go with "share"',
    ],
    [
      'a share and compensation',
      'rules.json',
      { rules: [{ form: 'int4', share: 0.5, compensate: true }] },
      'SNAPC3406',
      'does not go with compensate',
    ],
    [
      'compensation without data',
      'rules.json',
      { rules: [{ form: 'int4', compensate: true }] },
      'SNAPC3452',
      'compensate',
    ],
    [
      'weights of inputs without data',
      'rules.json',
      { rules: [{ form: 'palette4', weighted: true }] },
      'SNAPC3452',
      'weighted',
    ],
    [
      'a group of one',
      'rules.json',
      { rules: [{ form: 'int8', group: 1 }] },
      'SNAPC3402',
      'groups of 1',
    ],
  ] as const)('%s', async (_, compress, rules, code, words) => {
    const folder = await folderWith(rules);
    const argv = ['compile', 'model.onnx', '--target', 'coreml', '--device', 'iphone-16-pro'];
    const ran = await runCli([...argv, '--compress', compress, '--out', 'out'], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain(code);
    expect(ran.stderr).toContain(words);
  });
});
