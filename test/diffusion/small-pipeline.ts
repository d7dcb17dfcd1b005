/** A pipeline of four parts that are a layer or two each: what joins models is tested in milliseconds. */

import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { attribute, onnxModel, tensor } from '../../models/onnx/index.ts';
import type { Model } from '../../models/onnx/index.ts';
import { DECLARATION, writePipeline } from './tiny-pipeline.ts';

const TOKENS = 16;
const WIDTH = 8;
/** More than the vocabulary of the tiny pipeline. */
const ROWS = 80;
/** Of latents, along an edge; a picture has twice as many pixels. */
const EDGE = 8;

function seeded(name: string, shape: readonly number[]): ReturnType<typeof tensor> {
  return tensor(
    name,
    'f32',
    shape,
    toNumbers(seededTensor('f32', shape, name.length, [-0.5, 0.5])),
  );
}

function textEncoder(): Model {
  return {
    opset: 17,
    inputs: [{ name: 'input_ids', dtype: 'i64', shape: [1, TOKENS] }],
    outputs: [{ name: 'last_hidden_state', dtype: 'f32', shape: [1, TOKENS, WIDTH] }],
    nodes: [{ op: 'Gather', inputs: ['table', 'input_ids'], outputs: ['last_hidden_state'] }],
    initializers: [seeded('table', [ROWS, WIDTH])],
  };
}

function unet(): Model {
  return {
    opset: 17,
    inputs: [
      { name: 'sample', dtype: 'f32', shape: ['batch', 4, 'rows', 'columns'] },
      { name: 'timestep', dtype: 'i64', shape: [1] },
      { name: 'encoder_hidden_states', dtype: 'f32', shape: ['batch', TOKENS, WIDTH] },
    ],
    outputs: [{ name: 'out_sample', dtype: 'f32', shape: ['batch', 4, 'rows', 'columns'] }],
    nodes: [
      {
        op: 'Conv',
        inputs: ['sample', 'filter'],
        outputs: ['seen'],
        attributes: { pads: attribute.ints([1, 1, 1, 1]) },
      },
      {
        op: 'ReduceMean',
        inputs: ['encoder_hidden_states'],
        outputs: ['mean'],
        attributes: { axes: attribute.ints([1]), keepdims: attribute.int(0) },
      },
      { op: 'MatMul', inputs: ['mean', 'projection'], outputs: ['told'] },
      { op: 'Unsqueeze', inputs: ['told', 'axes'], outputs: ['channels'] },
      {
        op: 'Cast',
        inputs: ['timestep'],
        outputs: ['time'],
        attributes: { to: attribute.int(1) },
      },
      { op: 'Mul', inputs: ['time', 'thousandth'], outputs: ['share'] },
      { op: 'Add', inputs: ['seen', 'channels'], outputs: ['both'] },
      { op: 'Mul', inputs: ['both', 'share'], outputs: ['weighed'] },
      { op: 'Add', inputs: ['weighed', 'sample'], outputs: ['sum'] },
      { op: 'Tanh', inputs: ['sum'], outputs: ['out_sample'] },
    ],
    initializers: [
      seeded('filter', [4, 4, 3, 3]),
      seeded('projection', [WIDTH, 4]),
      tensor('axes', 'i64', [2], [2, 3]),
      tensor('thousandth', 'f32', [1], [0.001]),
    ],
  };
}

function decoder(): Model {
  return {
    opset: 17,
    inputs: [{ name: 'latent_sample', dtype: 'f32', shape: [1, 4, 'height', 'width'] }],
    outputs: [{ name: 'sample', dtype: 'f32', shape: [1, 3, 'tall', 'wide'] }],
    nodes: [
      {
        op: 'ConvTranspose',
        inputs: ['latent_sample', 'filter'],
        outputs: ['pixels'],
        attributes: { strides: attribute.ints([2, 2]) },
      },
      { op: 'Tanh', inputs: ['pixels'], outputs: ['sample'] },
    ],
    initializers: [seeded('filter', [4, 3, 2, 2])],
  };
}

function encoder(): Model {
  return {
    opset: 17,
    inputs: [{ name: 'sample', dtype: 'f32', shape: [1, 3, 'tall', 'wide'] }],
    outputs: [{ name: 'latent_parameters', dtype: 'f32', shape: [1, 8, 'rows', 'columns'] }],
    nodes: [
      {
        op: 'Conv',
        inputs: ['sample', 'filter'],
        outputs: ['latent_parameters'],
        attributes: { strides: attribute.ints([2, 2]) },
      },
    ],
    initializers: [seeded('filter', [8, 3, 2, 2])],
  };
}

/** Pixels along an edge of a picture. */
export const SMALL_EDGE = 2 * EDGE;

/** Two that differ in all that the runtimes have in two ways. */
export const SMALL_PIPELINES = {
  whole: {
    preview: { factors: [0, 1, 2, 3].map((at) => [0.1, at / 10, -0.2]), bias: [0.5, 0.4, 0.6] },
  },
  tiled: {
    vae_tile: 4,
    guidance_batch: 'two_calls',
    scheduler: { ...DECLARATION.scheduler, type: 'lcm' },
  },
} as const;

/** `declared` beside what the declaration needs. */
export async function writeSmallPipeline(folder: string, declared: object = {}): Promise<void> {
  const declaration = {
    ...DECLARATION,
    vae_encoder: 'vae_encoder/model.onnx',
    latent: { height: EDGE, width: EDGE },
    scaling_factor: 0.5,
    shift_factor: 0.125,
    ...declared,
  };
  await writePipeline(folder, declaration, {
    'text_encoder/model.onnx': onnxModel(textEncoder()),
    'unet/model.onnx': onnxModel(unet()),
    'vae_decoder/model.onnx': onnxModel(decoder()),
    'vae_encoder/model.onnx': onnxModel(encoder()),
  });
}
