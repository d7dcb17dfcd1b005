/** The miniature's ONNX files compute what PyTorch did when it wrote them. */

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readNpz } from '../../compiler/npz.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { largestError } from '../support/difference.ts';
import { MINIATURE } from './miniature.ts';

const TOLERANCE = 1e-3;

async function arrays(folder: string, name: string): Promise<ReadonlyMap<string, Tensor>> {
  const read = readNpz(await readFile(join(MINIATURE, folder, name)), name);
  if (!read.ok) throw new Error(`${folder}/${name} is no archive`);
  return read.value;
}

it('every network', async ({ annotate }) => {
  const entries = await readdir(MINIATURE, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  const networks = folders.filter((name) => !['scheduler', 'tokenizer'].includes(name));
  const pipeline = ['text_encoder', 'unet', 'vae_decoder', 'vae_encoder'];
  expect(networks).toEqual(expect.arrayContaining(pipeline));
  for (const network of networks) {
    const inputs = Object.fromEntries(await arrays(network, 'inputs.npz'));
    const found = await runOnnx(join(MINIATURE, network, 'model.onnx'), inputs);
    const error = largestError(
      new Map(Object.entries(found)),
      await arrays(network, 'outputs.npz'),
    );
    await annotate(`${network}: ${error.toExponential(2)}`);
    expect(error, network).toBeLessThan(TOLERANCE);
  }
});
