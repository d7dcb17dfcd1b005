/**
 * Every exported graph of test/fixtures on each of its inputs: the reference evaluator and the compiled folder
 * agree with onnxruntime, whose graph optimisations are off, and with PyTorch.
 */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, it } from 'vitest';
import { expectSame } from '../import/support/compare.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { temporaryFolder } from '../support/folder.ts';
import { compileModel, evaluateModel, readTensors, runCompiled } from '../numbers/product.ts';
import type { Tensors } from '../numbers/product.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Draws its outputs at random: numbers/sampled-encoder.test.ts. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';
/** With its optimisations off onnxruntime puts casts around fp16 ops and then refuses the types of its own casts. */
const NEEDS_OPTIMISER = 'unet_tiny_fp16';

const sets = readdirSync(FIXTURES, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== SAMPLED)
  .flatMap(({ name }) => {
    const files = readdirSync(join(FIXTURES, name)).filter((file) => /^inputs.*\.npz$/.test(file));
    return files.map((file) => [name, file] as const);
  });

describe.each(sets)('%s, %s', (name, file) => {
  const model = join(FIXTURES, name, 'model.onnx');
  const inputs = readTensors(join(FIXTURES, name, file));
  const exported = readTensors(join(FIXTURES, name, file.replace('inputs', 'outputs')));
  const half = [...exported.values()].some(({ dtype }) => dtype === 'f16');
  const tolerance = half ? 1e-2 : 1e-4;
  let oracle: Tensors;

  beforeAll(async () => {
    const optimisations = name === NEEDS_OPTIMISER ? 'basic' : 'disabled';
    oracle = new Map(
      Object.entries(await runOnnx(model, Object.fromEntries(inputs), optimisations)),
    );
  });

  function expectRight(outputs: Tensors): void {
    expectSame(outputs, oracle, tolerance);
    expectSame(outputs, exported, tolerance);
  }

  it('reference', async () => {
    expectRight(await evaluateModel(model, inputs));
  });

  it('WebGPU', async () => {
    const folder = join(await temporaryFolder(), 'compiled');
    await compileModel(model, inputs, folder);
    expectRight(await runCompiled(folder, inputs));
  });
});
