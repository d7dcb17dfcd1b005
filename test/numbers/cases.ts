/** The models that numbers are compared on: the exported graphs of test/fixtures, and those of models/. */

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { MODEL_NAMES, MODEL_SIZES } from '../../models/index.ts';
import { writeModel } from '../../models/node.ts';
import { runOnnx } from '../models/run-onnx.ts';
import { valueOf } from './product.ts';
import type { Tensors } from './product.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));
/** Draws its outputs at random: sampled-encoder.test.ts. */
const SAMPLED = 'vae_encoder_op14_sampled_dyn';
/** With its optimisations off onnxruntime puts casts around fp16 ops and then refuses the types of its own casts. */
const NEEDS_OPTIMISER = 'unet_tiny_fp16';

export interface Case {
  readonly name: string;
  /** Paths. */
  readonly model: string;
  readonly inputs: string;
}

/** Each graph with the first of its inputs, or once for each: those of free dims differ in size. */
export function fixtureCases(inputs: 'first' | 'all' = 'first'): Case[] {
  return readdirSync(FIXTURES, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== SAMPLED)
    .flatMap(({ name }) => {
      const folder = join(FIXTURES, name);
      const files = readdirSync(folder).filter((file) => /^inputs.*\.npz$/.test(file));
      return files.slice(0, inputs === 'all' ? files.length : 1).map((file, index) => ({
        name: index === 0 ? name : `${name} ${file}`,
        model: join(folder, 'model.onnx'),
        inputs: join(folder, file),
      }));
    });
}

/** Written below `scratch`. */
export async function modelCases(scratch: string, sizes: readonly string[]): Promise<Case[]> {
  const found: Case[] = [];
  for (const size of MODEL_SIZES) {
    if (!sizes.includes(size)) continue;
    for (const model of MODEL_NAMES) {
      const name = `${model} ${size}`;
      const folder = join(scratch, name);
      valueOf(await writeModel(folder, model, { size }));
      found.push({
        name,
        model: join(folder, 'model.onnx'),
        inputs: join(folder, 'inputs.npz'),
      });
    }
  }
  return found;
}

/** What onnxruntime computes. */
export async function oracleOf(name: string, model: string, inputs: Tensors): Promise<Tensors> {
  const optimisations = name.startsWith(NEEDS_OPTIMISER) ? 'basic' : 'disabled';
  return new Map(Object.entries(await runOnnx(model, Object.fromEntries(inputs), optimisations)));
}
