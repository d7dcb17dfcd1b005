/** Compiles a tiny UNet with a pass of one's own, and checks that it ran and how far it changes the numbers. */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { snapc } from '../snapc.ts';

const MODEL = 'out/custom-pass/model';
const OUT = 'out/custom-pass/compiled';
const CONFIG = 'examples/custom-pass/snapc.config.ts';

const make = snapc('models', 'make', 'snapfusion-unet', '--size', 'tiny', '--out', MODEL);
assert.equal(make.code, 0);

const model = `${MODEL}/model.onnx`;
const options = ['--device', 'iphone-14-pro', '--precision', 'fp32', '--config', CONFIG];
const compiled = snapc('compile', model, '--target', 'webgpu', ...options, '--out', OUT);
process.stdout.write(compiled.stdout);
assert.equal(compiled.code, 0);

const read = async (file: string): Promise<string> =>
  readFile(fileURLToPath(new URL(`../../${OUT}/${file}`, import.meta.url)), 'utf8');

// The manifest lists it with its options, and the trace names it where its work ended up.
const manifest: unknown = JSON.parse(await read('manifest.json'));
assert.match(
  JSON.stringify(manifest),
  /"raise-gelu","options":\{\}\},\{"name":"approximate-gelu","options":\{"form":"tanh"\}/,
);
assert.match(await read('webgpu/trace.json'), /approximate-gelu/);

// The numbers differ from the model's, but not by much.
const diff = snapc('diff', model, OUT, '--inputs', `${MODEL}/inputs.npz`, '--json');
const { result }: { result: { outputs: { error: number }[] } } = JSON.parse(diff.stdout);
const error = result.outputs[0]?.error ?? Infinity;
process.stdout.write(`largest error with approximate-gelu: ${error.toExponential(2)}\n`);
assert.ok(error > 1e-6 && error < 1e-2);
