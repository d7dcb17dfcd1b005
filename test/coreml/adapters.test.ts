/** Models that differ in some weights as functions of one package. */

import { createHash } from 'node:crypto';
import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { readNpz } from '../../compiler/npz.ts';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { largestError } from '../support/difference.ts';
import { temporaryFolder } from '../support/folder.ts';
import { must } from './run-program.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/clip_tiny_op14', import.meta.url));
const COMPILE = ['compile', 'model.onnx', '--target', 'coreml', '--device', 'iphone-16-pro'];

/** The fixture, and a copy in which a stretch of one large weight is another. */
async function models(): Promise<string> {
  const folder = await temporaryFolder();
  await cp(FIXTURE, folder, { recursive: true });
  const bytes = await readFile(join(folder, 'model.onnx'));
  // The largest weights of this file end where its nodes and their text do not stand.
  const middle = bytes.length >> 1;
  for (let at = middle; at < middle + 64; at += 4) bytes.writeFloatLE(0.125, at);
  await writeFile(join(folder, 'other.onnx'), bytes);
  return folder;
}

async function outputs(folder: string, ...words: readonly string[]) {
  const run = ['run', ...words, '--inputs', 'inputs.npz', '--outputs', 'made.npz'];
  const ran = await runCli(run, { folder });
  expect(ran.code, ran.stderr).toBe(0);
  return must(readNpz(await readFile(join(folder, 'made.npz'))));
}

async function bytesOf(folder: string, out: string): Promise<number> {
  const text = await readFile(join(folder, out, 'manifest.json'), 'utf8');
  const manifest: { targets: { coreml: { figures: { weightBytes: number } } } } = JSON.parse(text);
  return manifest.targets.coreml.figures.weightBytes;
}

test('a package of a model and an adapter gives what each gives, and has equal weights once', async () => {
  const folder = await models();
  for (const more of [
    ['--out', 'both', '--adapter', 'other=other.onnx'],
    ['--out', 'one'],
  ]) {
    const ran = await runCli([...COMPILE, ...more], { folder });
    expect(ran.code, ran.stderr).toBe(0);
  }
  const manifest: { adapters: unknown } = JSON.parse(
    await readFile(join(folder, 'both/manifest.json'), 'utf8'),
  );
  const sha256 = createHash('sha256').update(await readFile(join(folder, 'other.onnx')));
  expect(manifest.adapters).toEqual([{ name: 'other', sha256: sha256.digest('hex') }]);
  const checked = await runCli(['check', 'both'], { folder });
  expect(checked.code, checked.stdout).toBe(0);
  const both = ['both', '--target', 'coreml', '--function'];
  const [main, other] = [
    await outputs(folder, ...both, 'main'),
    await outputs(folder, ...both, 'other'),
  ];
  expect(largestError(main, await outputs(folder, 'model.onnx'))).toBeLessThan(1e-4);
  expect(largestError(other, await outputs(folder, 'other.onnx'))).toBeLessThan(1e-4);
  expect(largestError(main, other)).toBeGreaterThan(1e-3);
  const [together, alone] = [await bytesOf(folder, 'both'), await bytesOf(folder, 'one')];
  expect(together).toBeGreaterThan(alone);
  expect(together).toBeLessThan(1.5 * alone);
});

test.each([
  ['a name that is taken', ['--adapter', 'main=other.onnx'], 'SNAPC5428'],
  ['no name', ['--adapter', 'other.onnx'], 'SNAPC5428'],
  ['a name twice', ['--adapter', 'a=other.onnx', '--adapter', 'a=other.onnx'], 'SNAPC5428'],
  ['a file that is not there', ['--adapter', 'a=nothing.onnx'], 'SNAPC5000'],
  ['another model', ['--adapter', 'a=decoder.onnx'], 'SNAPC4010'],
  ['a target without functions', ['--adapter', 'a=other.onnx', '--target', 'webgpu'], 'SNAPC4008'],
])('%s is refused', async (_, words, code) => {
  const folder = await models();
  await cp(join(FIXTURE, '../vae_dec_tiny_op14/model.onnx'), join(folder, 'decoder.onnx'));
  const ran = await runCli([...COMPILE, '--out', 'out', '--json', ...words], { folder });
  expect(ran.code).not.toBe(0);
  expect(envelopeOf(ran).diagnostics.map((found) => found.code)).toContain(code);
});

test('adapters and several sizes are refused together', async () => {
  const folder = await models();
  const words = ['--adapter', 'a=other.onnx', '--dim', 'batch=1,2', '--out', 'out', '--json'];
  const ran = await runCli([...COMPILE, ...words], { folder });
  expect(envelopeOf(ran).diagnostics.map((found) => found.code)).toContain('SNAPC4009');
});
