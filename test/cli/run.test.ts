/** `snapc run` and `snapc diff`: the numbers of a model and of what was compiled from it. */

import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNpz, writeNpz } from '../../compiler/npz.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { temporaryFolder } from '../support/folder.ts';
import { COMPILE, envelopeOf, runCli, writeTinyModel } from './harness.ts';

const INPUTS = ['--inputs', 'inputs.npz'] as const;
const OUTPUTS = ['--outputs', 'outputs.npz'] as const;

/** x @ w + b of the tiny model, by hand. */
const EXPECTED = [3, 4.75, 8.5, 3.5, 3.125, 4.75];

async function compiledFolder(): Promise<string> {
  const folder = await temporaryFolder();
  await writeTinyModel(folder);
  expect((await runCli([...COMPILE, '--out', 'out'], { folder })).code).toBe(0);
  return folder;
}

async function outputsOf(folder: string): Promise<ReadonlyMap<string, Tensor>> {
  const read = readNpz(await readFile(join(folder, 'outputs.npz')));
  if (!read.ok) throw new Error('the outputs cannot be read');
  return read.value;
}

describe('run', () => {
  it.each([
    ['a model on the reference evaluator', ['model.onnx'], 'the reference evaluator'],
    ['a model on WebGPU', ['model.onnx', '--target', 'webgpu'], 'WebGPU'],
    ['a folder on WebGPU', ['out'], 'ran on'],
    ['a folder on a named adapter', ['out', '--adapter', 'swiftshader'], 'SwiftShader'],
  ])('%s', async (_, what, words) => {
    const folder = await compiledFolder();
    const ran = await runCli(['run', ...what, ...INPUTS, ...OUTPUTS], { folder });
    expect(ran.stderr).not.toContain('error');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain(words);
    const outputs = await outputsOf(folder);
    expect([...outputs.keys()]).toEqual(['y']);
    const y = outputs.get('y');
    expect(y?.shape).toEqual([2, 3]);
    toNumbers(y ?? tensorFrom('f32', [0], [])).forEach((value, index) => {
      expect(value).toBeCloseTo(EXPECTED[index] ?? NaN, 5);
    });
  });

  it.each([
    ['code was added to', 'kernels.js', 'export const more = 1;', 'bytes, not'],
    ['a letter was changed in', 'program.js', undefined, 'SHA-256'],
    ['weights are cut', 'weights-0.bin', '', 'has 0 bytes'],
  ])(
    'a folder in which %s %s is refused before anything of it runs',
    async (_, file, text, words) => {
      const folder = await compiledFolder();
      const path = join(folder, 'out', 'webgpu', file);
      const old = await readFile(path, 'utf8');
      await writeFile(path, text === undefined ? old.replace('export', 'Export') : text);
      const ran = await runCli(['run', 'out', ...INPUTS, ...OUTPUTS], { folder });
      expect(ran.code).not.toBe(0);
      expect(ran.stderr).toContain('SNAPC5415');
      expect(ran.stderr).toContain(words);
      expect(ran.stderr).not.toContain('opening');
    },
  );

  it.each([
    ['an input is missing', writeNpz([]), 'SNAPC1201'],
    ['an input is unknown', writeNpz([['z', tensorFrom('f32', [1], [1])]]), 'SNAPC1202'],
    [
      'an input has another type',
      writeNpz([['x', tensorFrom('i32', [2, 4], Array(8).fill(1))]]),
      'SNAPC1203',
    ],
    [
      'an input has another shape',
      writeNpz([['x', tensorFrom('f32', [3, 4], Array(12).fill(1))]]),
      'SNAPC1203',
    ],
    ['the inputs are no npz', new Uint8Array(10), 'SNAPC5101'],
  ])('is refused with exit code 2 where %s', async (_, npz, code) => {
    const folder = await compiledFolder();
    await writeFile(join(folder, 'inputs.npz'), npz);
    const ran = await runCli(['run', 'out', ...INPUTS, ...OUTPUTS], { folder });
    expect(ran.stderr).toContain(code);
    expect(ran.code).toBe(2);
  });

  it.each([
    ['a compiled folder has no reference', ['out', '--target', 'reference'], 'SNAPC5407'],
    ['the outputs cannot be written', ['out', '--outputs', 'none/outputs.npz'], 'SNAPC5405'],
    ['the folder is not compiled', ['.'], 'SNAPC5404'],
  ])('is refused with exit code 2 where %s', async (_, what, code) => {
    const folder = await compiledFolder();
    const outputs = what.includes('--outputs') ? [] : OUTPUTS;
    const ran = await runCli(['run', ...outputs, ...what, ...INPUTS], { folder });
    expect(ran.stderr).toContain(code);
    expect(ran.code).toBe(2);
  });
});

describe('diff', () => {
  let folder: string;
  const diff = ['diff', 'model.onnx', 'out', ...INPUTS] as const;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'snapc-diff-'));
    await writeTinyModel(folder);
    await runCli([...COMPILE, '--out', 'out'], { folder });
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('of a right artifact is within tolerance', async () => {
    const ran = await runCli(diff, { folder });
    expect(ran.stderr).not.toContain('error');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toContain('tolerance 0.0001: ok');
    expect(ran.stdout).toMatch(/^y +\d/m);
  });

  it('op by op tells every op and where it comes from', async () => {
    const ran = await runCli([...diff, '--ops', '--json'], { folder });
    expect(ran.code).toBe(0);
    const { result } = envelopeOf(ran);
    expect(result['first']).toBeNull();
    expect(JSON.stringify(result['ops'])).toContain('"dense"');
  });

  it('of an artifact with other weights ends in exit code 3 and names the output', async () => {
    const model = await readFile(join(folder, 'model.onnx'));
    const other = Buffer.from(model);
    // The bias 0.5, which is there once, becomes -0.5.
    const bias = Buffer.from(new Float32Array([0.5, -0.25, 1]).buffer);
    const at = other.indexOf(bias);
    expect(at).toBeGreaterThan(0);
    other.writeFloatLE(-0.5, at);
    await writeFile(join(folder, 'other.onnx'), other);
    const ran = await runCli(['diff', 'other.onnx', 'out', ...INPUTS], { folder });
    expect(ran.code).toBe(3);
    expect(ran.stderr).toContain('SNAPC5410');
    expect(ran.stderr).toContain('"y"');
    // That the file is another one is told too.
    expect(ran.stderr).toContain('SNAPC5409');
    expect(ran.stdout).toContain('exceeded');
    expect(ran.stderr).toContain('hint: compile this file');
    // Op by op the other file would be compared with itself, and found right.
    const ops = await runCli(['diff', 'other.onnx', 'out', ...INPUTS, '--ops'], { folder });
    expect(ops.code).toBe(2);
    expect(ops.stderr).toContain('error SNAPC5414');
  });

  it('of weights in few bits says what was meant to change, not which op is wrong', async () => {
    const rules = { rules: [{ form: 'palette1' }], min_elements: 1 };
    await writeFile(join(folder, 'rules.json'), JSON.stringify(rules));
    const compress = [...COMPILE, '--compress', 'rules.json', '--out', 'few'];
    expect(await runCli(compress, { folder })).toMatchObject({ code: 0 });
    const ran = await runCli(['diff', 'model.onnx', 'few', ...INPUTS], { folder });
    expect(ran.code, ran.stderr).toBe(3);
    expect(ran.stderr).toMatch(/hint: .*on purpose \(palettize-weights\)/);
    expect(ran.stderr).not.toContain('--ops');
  });

  it('with a folder that is none is refused', async () => {
    const ran = await runCli(['diff', 'model.onnx', 'model.onnx', ...INPUTS], { folder });
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('SNAPC5408');
  });
});
