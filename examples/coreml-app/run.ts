/** Compiles a VAE decoder to Core ML, checks the package and its picture, and builds the app where Swift is at hand. */

import assert from 'node:assert/strict';
import { cp, readFile, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz, toNumbers } from 'snapc';
import type { Tensor } from 'snapc';
import { Unavailable } from '../../test/setup/debian.mjs';
import { runSwift } from '../../test/setup/swift.mjs';
import { snapc } from '../snapc.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const WORK = 'out/coreml-app';
const MODEL = `${WORK}/model`;
const COMPILED = `${WORK}/compiled`;
const SITE = join(ROOT, WORK, 'site');

const make = ['models', 'make', 'snapfusion-vae-decoder', '--size', 'tiny', '--out', MODEL];
assert.equal(snapc(...make).code, 0);
const options = ['name=VaeDecoder', 'image_output=sample'];
const compile = snapc(
  'compile',
  `${MODEL}/model.onnx`,
  '--target',
  'coreml',
  '--device',
  'iphone-16-pro',
  '--out',
  COMPILED,
  ...options.flatMap((option) => ['--target-option', `coreml.${option}`]),
);
assert.equal(compile.code, 0);
assert.equal(snapc('check', COMPILED).code, 0);

// The package, read back and run, gives the picture that the model gives, in 0 to 255.
const inputs = ['--inputs', `${MODEL}/inputs.npz`];
const [picture, reference] = [`${WORK}/picture.npz`, `${WORK}/reference.npz`];
assert.equal(snapc('run', COMPILED, '--target', 'coreml', ...inputs, '--outputs', picture).code, 0);
assert.equal(snapc('run', `${MODEL}/model.onnx`, ...inputs, '--outputs', reference).code, 0);
const bytes = await numbersOf(picture);
const values = await numbersOf(reference);
assert.equal(bytes.length, values.length);
for (const [index, value] of values.entries()) {
  const wanted = Math.min(Math.max(value * 127.5 + 127.5, 0), 255);
  // Half a step of rounding, and what fp32 may differ in.
  assert.ok(Math.abs((bytes[index] ?? -1) - wanted) <= 0.51, `pixel ${index}`);
}
process.stdout.write(`the package gives ${bytes.length} right numbers\n`);

// The app beside the package, as in a project of one's own.
await rm(SITE, { recursive: true, force: true });
await cp(join(HERE, 'app'), join(SITE, 'app'), { recursive: true });
await cp(join(ROOT, COMPILED, 'coreml', 'VaeDecoder'), join(SITE, 'VaeDecoder'), {
  recursive: true,
});
try {
  const { status, output } = runSwift(SITE, ['swift-test', '--package-path', 'app']);
  assert.equal(status, 0, output);
  assert.match(output, /Executed 4 tests, with 0 failures/);
  process.stdout.write('the app compiles and its tests pass\n');
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stdout.write(`the app was not compiled: ${error.message}\n`);
}

async function numbersOf(file: string): Promise<readonly number[]> {
  const arrays = readNpz(await readFile(join(ROOT, file)));
  const tensor: Tensor | undefined = arrays.ok ? arrays.value.get('sample') : undefined;
  assert.ok(tensor !== undefined);
  return toNumbers(tensor);
}
