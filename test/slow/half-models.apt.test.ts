/** Exported models in fp16 on lavapipe, whose shaders have it: within 1e-2 of what PyTorch computed in fp32. */

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { compileModel, readTensors, runCompiled } from '../numbers/product.ts';
import { largestError } from '../support/difference.ts';
import { temporaryFolder } from '../support/folder.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

beforeAll(() => {
  const script = fileURLToPath(new URL('../setup/lavapipe.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
});

it.each([
  ['clip_tiny_op14', 'inputs.npz'],
  ['unet_tiny_snap_op17', 'inputs.npz'],
  // With a residual stream in fp16 it is 1.1e-2.
  ['unet_sd15_op12_matmul_dyn', 'inputs.npz'],
  ['vae_dec_tiny_op14', 'inputs.npz'],
])('%s', async (name, file) => {
  const folder = join(FIXTURES, name);
  const inputs = readTensors(join(folder, file));
  const compiled = await temporaryFolder();
  const choices = { device: 'lavapipe', precision: 'fp16' } as const;
  await compileModel(join(folder, 'model.onnx'), inputs, compiled, choices);
  const outputs = await runCompiled(compiled, inputs, 'lavapipe');
  const expected = readTensors(join(folder, file.replace('inputs', 'outputs')));
  expect(largestError(outputs, expected)).toBeLessThanOrEqual(1e-2);
});
