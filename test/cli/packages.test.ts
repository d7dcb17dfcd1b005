/** `snapc check` and `snapc run` of Core ML packages: our own artifacts, and packages of other tools. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readNpz, writeNpz } from '../../compiler/npz.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { temporaryFolder, writeFiles } from '../support/folder.ts';
import { TestPackage } from '../support/mil-package.ts';
import { envelopeOf, runCli, writeTinyModel } from './harness.ts';

const COMPILE = [
  'compile',
  'model.onnx',
  '--target',
  'coreml',
  '--device',
  'iphone-16-pro',
] as const;
const RUN = ['--inputs', 'inputs.npz', '--outputs', 'outputs.npz'] as const;
/** x @ w + b of the tiny model, by hand. */
const EXPECTED = [3, 4.75, 8.5, 3.5, 3.125, 4.75];

async function numbersOf(folder: string, name: string): Promise<number[]> {
  const read = readNpz(await readFile(join(folder, 'outputs.npz')));
  const tensor = read.ok ? read.value.get(name) : undefined;
  return tensor === undefined ? [] : toNumbers(tensor);
}

/** y = softmax(x), with the default that other tools may leave out. */
async function foreignPackage(change: (p: TestPackage) => void = () => undefined): Promise<string> {
  const folder = await temporaryFolder();
  const p = new TestPackage('CoreML7');
  const type = { dtype: 'fp32', shape: [1, 2] } as const;
  const y = p.op('softmax', { x: p.input('x', type) }, type);
  change(p);
  p.output(y, type);
  const files = Object.entries(p.files()).map(([path, bytes]) => [`Own.mlpackage/${path}`, bytes]);
  await writeFiles(folder, Object.fromEntries(files) as Record<string, Uint8Array>);
  await writeFile(join(folder, 'inputs.npz'), writeNpz([['x', tensorFrom('f32', [1, 2], [1, 1])]]));
  return folder;
}

describe('an artifact', () => {
  it('is checked and run under the names of the model', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    expect((await runCli([...COMPILE, '--out', 'out'], { folder })).code).toBe(0);
    const checked = await runCli(['check', 'out'], { folder });
    expect(checked.stdout).toContain('out: no problems');
    expect(checked.code).toBe(0);
    const ran = await runCli(['run', 'out', '--precision', 'fp32', ...RUN], { folder });
    expect(ran.stderr).not.toContain('error');
    expect(ran.stdout).toContain('the interpreter of Core ML packages');
    for (const [index, value] of (await numbersOf(folder, 'y')).entries()) {
      expect(value).toBeCloseTo(EXPECTED[index] ?? NaN, 5);
    }
  });

  it('that was changed is told to be', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await runCli([...COMPILE, '--out', 'out'], { folder });
    const trace = join(folder, 'out/coreml/trace.json');
    await writeFile(trace, `${await readFile(trace, 'utf8')} `);
    const checked = await runCli(['check', 'out', '--json'], { folder });
    expect(envelopeOf(checked).diagnostics.map(({ code }) => code)).toEqual(['SNAPC5415']);
    expect(checked.code).not.toBe(0);
  });

  it('opens no package outside of its folder', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    await runCli([...COMPILE, '--out', 'out'], { folder });
    await writeFiles(folder, { 'Own.mlpackage/Manifest.json': new Uint8Array(1) });
    const manifest = join(folder, 'out/manifest.json');
    const text = await readFile(manifest, 'utf8');
    const changed = text.replace(/"coreml\/[^"]*(?=\/Manifest\.json")/, '"../Own.mlpackage');
    expect(changed).not.toBe(text);
    await writeFile(manifest, changed);
    const checked = await runCli(['check', 'out', '--json'], { folder });
    expect(envelopeOf(checked).diagnostics.map(({ code }) => code)).toEqual(['SNAPC5415']);
  });

  it('without a package does not run on Core ML', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const webgpu = ['--target', 'webgpu', '--device', 'webgpu-default', '--out', 'out'];
    await runCli(['compile', 'model.onnx', ...webgpu], { folder });
    const ran = await runCli(['run', 'out', '--target', 'coreml', ...RUN], { folder });
    expect(ran.stderr).toContain('SNAPC5406');
  });

  it('is wanted, not a model', async () => {
    const folder = await temporaryFolder();
    await writeTinyModel(folder);
    const ran = await runCli(['run', 'model.onnx', '--target', 'coreml', ...RUN], { folder });
    expect(ran.stderr).toContain('SNAPC5419');
    expect(ran.code).toBe(2);
  });
});

describe('a package of another tool', () => {
  it('is checked with warnings, and runs', async () => {
    const folder = await foreignPackage();
    const checked = await runCli(['check', 'Own.mlpackage'], { folder });
    expect(checked.stdout).toContain('SNAPC4431');
    expect(checked.stdout).toContain('1 warning');
    expect(checked.code).toBe(0);
    expect((await runCli(['run', 'Own.mlpackage', ...RUN], { folder })).code).toBe(0);
    expect(await numbersOf(folder, 'v0')).toEqual([0.5, 0.5]);
  });

  it('is told all its problems as data', async () => {
    const folder = await foreignPackage((p) => {
      p.op('relu', { x: 'nothing' }, { dtype: 'fp32', shape: [1] });
      p.op('tanh', { x: 'x' }, { dtype: 'fp32', shape: [9] });
    });
    const envelope = envelopeOf(await runCli(['check', 'Own.mlpackage', '--json'], { folder }));
    expect(envelope.status).toBe('failed');
    expect(envelope.result).toEqual({ file: 'Own.mlpackage', valid: false });
    const codes = envelope.diagnostics.map(({ code }) => code);
    expect(codes.toSorted()).toEqual(['SNAPC4427', 'SNAPC4431', 'SNAPC4433']);
  });

  it('has no other function than its own', async () => {
    const folder = await foreignPackage();
    const ran = await runCli(['run', 'Own.mlpackage', '--function', 'large', ...RUN], { folder });
    expect(ran.stderr).toContain('no function "large"');
  });

  it('whose input is missing is not run', async () => {
    const folder = await foreignPackage();
    await writeFile(join(folder, 'inputs.npz'), writeNpz([]));
    const ran = await runCli(['run', 'Own.mlpackage', ...RUN], { folder });
    expect(ran.stderr).toContain('SNAPC4437');
    expect(ran.code).toBe(2);
  });
});

it('a folder of something else is refused', async () => {
  const folder = await temporaryFolder();
  const checked = await runCli(['check', '.'], { folder });
  expect(checked.code).not.toBe(0);
  expect(checked.stderr).toContain('SNAPC');
});
