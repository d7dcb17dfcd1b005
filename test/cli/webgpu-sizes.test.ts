/** One WebGPU folder for several sizes of a model: `snapc run` and `diff` take the one that the inputs have. */

import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { envelopeOf, runCli } from './harness.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/vae_dec_tiny_op17_dyn', import.meta.url));
const MODEL = join(FIXTURE, 'model.onnx');

test('a decoder of two sizes gives what the model gives at each, over one set of weights', async () => {
  const folder = await temporaryFolder();
  const options = ['--target', 'webgpu', '--device', 'webgpu-default', '--precision', 'fp32'];
  const dims = ['batch=1,2', 'height=8,4', 'width=8,6'].flatMap((dim) => ['--dim', dim]);
  const compiled = await runCli(['compile', MODEL, ...options, ...dims, '--out', 'out'], {
    folder,
  });
  expect(compiled.code, compiled.stderr).toBe(0);
  const files = await readdir(join(folder, 'out/webgpu'), { recursive: true });
  expect(files.filter((file) => /weights-\d+\.bin$/.test(file))).toEqual(['weights-0.bin']);
  expect(files).toContain(join('2x4x6', 'index.js'));
  for (const set of ['', '.1']) {
    const inputs = ['--inputs', join(FIXTURE, `inputs${set}.npz`)];
    const ran = await runCli(['diff', MODEL, 'out', ...inputs], { folder });
    expect(ran.code, ran.stdout + ran.stderr).toBe(0);
  }
  const nnapi = ['--target', 'nnapi', '--device', 'pixel-8', '--out', 'no', '--json'];
  const single = await runCli(['compile', MODEL, ...nnapi, ...dims], { folder });
  expect(envelopeOf(single).diagnostics.map(({ code }) => code)).toContain('SNAPC4007');
  const ranges = ['--dim', 'batch=1..2', '--dim', 'height=8', '--dim', 'width=8'];
  const refused = await runCli(['compile', MODEL, ...options, ...ranges, '--out', 'no', '--json'], {
    folder,
  });
  expect(envelopeOf(refused).diagnostics.map(({ code }) => code)).toContain('SNAPC4013');
});
