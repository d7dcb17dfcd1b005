/**
 * Compiled for fp16 on a device without it, models keep weights of two bytes: the folders are half as large as
 * in fp32, and their outputs are as near to onnxruntime's as fp16 is.
 */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { expectSame } from '../import/support/compare.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { temporaryFolder } from '../support/folder.ts';
import { compileModel, readTensors, runCompiled } from './product.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

it.each([
  ['clip_tiny_op14', 'inputs.npz'],
  ['unet_tiny_snap_op17', 'inputs.npz'],
  ['unet_snapfusion_op17_fp16_external', 'inputs.npz'],
  ['vae_dec_tiny_op14', 'inputs.npz'],
])('%s', async (name, file) => {
  const model = join(FIXTURES, name, 'model.onnx');
  const inputs = readTensors(join(FIXTURES, name, file));
  const folder = await temporaryFolder();
  const wide = await compileModel(model, inputs, join(folder, 'fp32'));
  const packed = await compileModel(model, inputs, join(folder, 'fp16'), { precision: 'fp16' });
  const [whole = 0, half = Infinity] = [wide, packed].map(({ figures }) => figures['weightBytes']);
  expect(half / whole).toBeLessThan(0.55);
  const oracle = await runOnnx(model, Object.fromEntries(inputs), 'basic');
  expectSame(
    await runCompiled(join(folder, 'fp16'), inputs),
    new Map(Object.entries(oracle)),
    1e-2,
  );
});
