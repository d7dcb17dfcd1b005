/** The models whose loss is measured: a trained pipeline, the small parts of one with seeded weights, and exports as others write them. */

import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readNpz } from '../../compiler/api/node.ts';
import { seededNormal } from '../../compiler/calibrate/seeded-normal.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { makeModel, sampleInputs } from '../../models/make.ts';
import type { ModelName } from '../../models/catalogue.ts';
import type { ModelSize } from '../../models/definition.ts';
import { onnxModel, tensor } from '../../models/onnx/index.ts';
import { writeModelFile } from '../cases/prepare.ts';
import { drawnLike } from './inputs.ts';
import { shapesOf } from './model.ts';
import type { Prepared, PrecisionModel, Tensors } from './model.ts';
import { TRAINED } from './trained.ts';

/** Held-out inputs are the given ones, and calibration is drawn from a seed in their likeness. */
function drawn(file: string, inputs: Tensors): Prepared {
  return {
    file,
    shapes: shapesOf(inputs),
    data: async (_, runs) => ({
      held: [inputs],
      calibration: Array.from({ length: runs }, (__, index) => drawnLike(inputs, index + 1)),
    }),
  };
}

const FIXTURES = fileURLToPath(new URL('../../test/fixtures', import.meta.url));

function made(name: ModelName, size: ModelSize): PrecisionModel {
  return {
    name: `${name} ${size}`,
    prepare: async (folder, signal) => {
      for (const file of makeModel(name, { size }).files)
        await writeModelFile(folder, file, signal);
      const inputs = new Map(Object.entries(sampleInputs(name, { size })));
      return drawn(join(folder, 'model.onnx'), inputs);
    },
  };
}

function fixture(name: string): PrecisionModel {
  return {
    name,
    prepare: async () => {
      const read = readNpz(await readFile(join(FIXTURES, name, 'inputs.npz')));
      if (!read.ok) throw new Error(`${name} has no inputs`);
      return drawn(join(FIXTURES, name, 'model.onnx'), read.value);
    },
  };
}

/** What one layer of Gaussian weights and white inputs keeps; models of several such layers keep less. */
const oneLayer: PrecisionModel = {
  name: 'one layer',
  prepare: async (folder) => {
    const [rows, columns, outputs] = [64, 1152, 256];
    const weight = seededNormal([columns, outputs], 1);
    const file = join(folder, 'model.onnx');
    const model = onnxModel({
      opset: 17,
      inputs: [{ name: 'x', dtype: 'f32', shape: [rows, columns] }],
      outputs: [{ name: 'y', dtype: 'f32', shape: [rows, outputs] }],
      nodes: [{ op: 'MatMul', name: 'layer', inputs: ['x', 'weight'], outputs: ['y'] }],
      initializers: [tensor('weight', 'f32', [columns, outputs], toNumbers(weight))],
    });
    await writeFile(file, model);
    return drawn(file, new Map([['x', seededNormal([rows, columns], 2)]]));
  },
};

export function modelsOf(size: ModelSize): readonly PrecisionModel[] {
  return [
    ...TRAINED,
    made('clip-text', size),
    made('vae-decoder', size),
    made('sd15-unet', size),
    fixture('clip_tiny_op14'),
    fixture('vae_dec_tiny_op14'),
    fixture('unet_tiny_snap_op17'),
    oneLayer,
  ];
}
