/** Puts a compiled folder beside a page, opens the page in a real browser, and checks the numbers it shows. */

import assert from 'node:assert/strict';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz, toNumbers } from 'snapc';
import type { Tensor } from 'snapc';
import { openPage } from '../../test/browser/harness.ts';
import { snapc } from '../snapc.ts';

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, '..', '..');
const MODEL = 'out/embed-web/model';
const OUT = 'out/embed-web/compiled';
const SITE = join(ROOT, 'out', 'embed-web', 'site');

const make = snapc('models', 'make', 'clip-text', '--size', 'tiny', '--out', MODEL);
assert.equal(make.code, 0);
const options = ['--target', 'webgpu', '--device', 'pixel-9', '--precision', 'fp32', '--out', OUT];
assert.equal(snapc('compile', `${MODEL}/model.onnx`, ...options).code, 0);
const inputs = `${MODEL}/inputs.npz`;
const outputs = 'out/embed-web/expected.npz';
const reference = snapc('run', `${MODEL}/model.onnx`, '--inputs', inputs, '--outputs', outputs);
assert.equal(reference.code, 0);

async function numbersOf(file: string, name: string): Promise<number[]> {
  const arrays = readNpz(await readFile(join(ROOT, file)));
  const tensor: Tensor | undefined = arrays.ok ? arrays.value.get(name) : undefined;
  assert.ok(tensor !== undefined);
  return toNumbers(tensor);
}

// The whole of a site: the page, and the folder of the artifact.
await rm(SITE, { recursive: true, force: true });
await mkdir(SITE, { recursive: true });
for (const file of ['index.html', 'page.js']) await cp(join(HERE, file), join(SITE, file));
await cp(join(ROOT, OUT, 'webgpu'), join(SITE, 'model'), { recursive: true });
const sample = {
  input_ids: await numbersOf(inputs, 'input_ids'),
  last_hidden_state: await numbersOf(outputs, 'last_hidden_state'),
};
await writeFile(join(SITE, 'sample.json'), JSON.stringify(sample));

const { page, close } = await openPage(SITE, 'index.html');
try {
  await page.waitForFunction(
    `/^(done|failed)/.test(document.querySelector('#status').textContent)`,
  );
  assert.equal(await page.textContent('#status'), 'done');
  const shown = (await page.textContent('#result')) ?? '';
  process.stdout.write(`in the browser: ${shown}\nthe site is in ${relative(ROOT, SITE)}\n`);
  const [, elements, error] = /^(\d+) numbers, largest error (.+)$/.exec(shown) ?? [];
  assert.equal(Number(elements), sample.last_hidden_state.length);
  assert.ok(Number(error) <= 1e-4);
} finally {
  await close();
}
