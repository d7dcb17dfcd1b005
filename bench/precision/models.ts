/** The models whose loss is measured: the small parts of a pipeline, and exports as others write them. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz } from '../../compiler/api/node.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { makeModel, sampleInputs } from '../../models/make.ts';
import type { ModelName } from '../../models/catalogue.ts';
import type { ModelSize } from '../../models/definition.ts';
import { writeModelFile } from '../cases/prepare.ts';

export interface PrecisionModel {
  readonly name: string;
  /** Writes the model where it has no file yet. */
  readonly prepare: (
    folder: string,
    signal: AbortSignal,
  ) => Promise<{ readonly file: string; readonly inputs: ReadonlyMap<string, Tensor> }>;
}

const FIXTURES = fileURLToPath(new URL('../../test/fixtures', import.meta.url));

function made(name: ModelName, size: ModelSize): PrecisionModel {
  return {
    name: `${name} ${size}`,
    prepare: async (folder, signal) => {
      for (const file of makeModel(name, { size }).files)
        await writeModelFile(folder, file, signal);
      const inputs = new Map(Object.entries(sampleInputs(name, { size })));
      return { file: join(folder, 'model.onnx'), inputs };
    },
  };
}

function fixture(name: string): PrecisionModel {
  return {
    name,
    prepare: async () => {
      const read = readNpz(await readFile(join(FIXTURES, name, 'inputs.npz')));
      if (!read.ok) throw new Error(`${name} has no inputs`);
      return { file: join(FIXTURES, name, 'model.onnx'), inputs: read.value };
    },
  };
}

export function modelsOf(size: ModelSize): readonly PrecisionModel[] {
  return [
    made('clip-text', size),
    made('vae-decoder', size),
    made('sd15-unet', size),
    fixture('clip_tiny_op14'),
    fixture('vae_dec_tiny_op14'),
    fixture('unet_tiny_snap_op17'),
  ];
}
