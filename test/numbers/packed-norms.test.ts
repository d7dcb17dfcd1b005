/**
 * Scales and biases are not rounded with the other weights: where rounded ones of norms would take nearly all that fp16
 * is allowed, a model of few channels stays well within it.
 */

import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../support/folder.ts';
import { largestError } from '../support/difference.ts';
import { compileModel, readTensors, runCompiled } from './product.ts';

const FIXTURE = fileURLToPath(new URL('../fixtures/unet_sd15_op12_matmul_dyn', import.meta.url));

it('a model of few channels', async () => {
  const inputs = readTensors(join(FIXTURE, 'inputs.1.npz'));
  const folder = await temporaryFolder();
  await compileModel(join(FIXTURE, 'model.onnx'), inputs, folder, { precision: 'fp16' });
  const outputs = await runCompiled(folder, inputs);
  // With all weights rounded it is 8.9e-3.
  expect(largestError(outputs, readTensors(join(FIXTURE, 'outputs.1.npz')))).toBeLessThan(6e-3);
});
