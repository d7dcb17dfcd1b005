/** Compiles for a phone that snapc does not know, from its file alone, and checks the numbers. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { snapc } from '../snapc.ts';

const PHONE = 'examples/new-phone/my-phone.json';
const MODEL = 'out/new-phone/model';
const OUT = 'out/new-phone/compiled';

const make = snapc('models', 'make', 'clip-text', '--size', 'tiny', '--out', MODEL);
assert.equal(make.code, 0);

const model = `${MODEL}/model.onnx`;
const options = ['--target', 'webgpu', '--precision', 'fp32', '--out', OUT];
const compiled = snapc('compile', model, '--device', PHONE, ...options);
assert.equal(compiled.code, 0);

const path = fileURLToPath(new URL(`../../${OUT}/manifest.json`, import.meta.url));
const manifest: unknown = JSON.parse(await readFile(path, 'utf8'));
assert.ok(typeof manifest === 'object' && manifest !== null && 'device' in manifest);
assert.equal(manifest.device, 'my-phone');

const diff = snapc('diff', model, OUT, '--inputs', `${MODEL}/inputs.npz`);
process.stdout.write(diff.stdout);
assert.equal(diff.code, 0);
