/** A model in 8 bits as onnxruntime's tools write it: unsigned activations, signed weights, biases of 32 bits. */

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeNpz } from '../../compiler/npz.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { attribute, onnxModel, tensor } from '../../models/onnx/index.ts';
import type { Node } from '../../models/onnx/index.ts';
import type { Case } from '../numbers/cases.ts';

type Dtype = 'i8' | 'u8' | 'f32' | 'i32';
const initializers: ReturnType<typeof tensor>[] = [];

function constant(
  name: string,
  dtype: Dtype,
  shape: readonly number[],
  values: readonly number[],
): string {
  initializers.push(tensor(name, dtype, shape, [...values]));
  return name;
}

function seeded(
  name: string,
  dtype: Dtype,
  shape: readonly number[],
  range: readonly [number, number],
) {
  return constant(name, dtype, shape, toNumbers(seededTensor(dtype, shape, name.length, range)));
}

function pair(from: string, to: string, scale: number, zero: number): readonly Node[] {
  const steps = [constant(`${to}_s`, 'f32', [], [scale]), constant(`${to}_z`, 'u8', [], [zero])];
  return [
    { op: 'QuantizeLinear', name: `${to}_q`, inputs: [from, ...steps], outputs: [`${to}_8`] },
    { op: 'DequantizeLinear', name: `${to}_d`, inputs: [`${to}_8`, ...steps], outputs: [to] },
  ];
}

/** A filter with a scale for each output, and a bias in units of the products. */
function filter(name: string, shape: readonly number[], steps: number): readonly Node[] {
  const [outputs = 1] = shape;
  const scales = Array.from({ length: outputs }, (_, at) => 0.002 + at / 4000);
  const zeros = Array<number>(outputs).fill(0);
  const axis = { axis: attribute.int(0) };
  const whole = [
    seeded(`${name}_8`, 'i8', shape, [-127, 128]),
    constant(`${name}_s`, 'f32', [outputs], scales),
    constant(`${name}_z`, 'i8', [outputs], zeros),
  ];
  const bias = [
    seeded(`${name}_b32`, 'i32', [outputs], [-4000, 4000]),
    constant(
      `${name}_bs`,
      'f32',
      [outputs],
      scales.map((scale) => scale * steps),
    ),
  ];
  return [
    { op: 'DequantizeLinear', name, inputs: whole, outputs: [`${name}_w`], attributes: axis },
    {
      op: 'DequantizeLinear',
      name: `${name}_b`,
      inputs: bias,
      outputs: [`${name}_c`],
      attributes: axis,
    },
  ];
}

/** Of what the model gives. */
const STEP = 0.06;
const PADS = { pads: attribute.ints([1, 1, 1, 1]) };
const WINDOWS = { kernel_shape: attribute.ints([2, 2]), strides: attribute.ints([2, 2]) };

const MODEL = onnxModel({
  opset: 17,
  inputs: [{ name: 'x', dtype: 'f32', shape: [1, 6, 8, 8] }],
  outputs: [{ name: 'y', dtype: 'f32', shape: [16, 10] }],
  nodes: [
    ...pair('x', 'image', 0.008, 128),
    ...filter('first', [12, 6, 3, 3], 0.008),
    {
      op: 'Conv',
      name: 'conv',
      inputs: ['image', 'first_w', 'first_c'],
      outputs: ['c'],
      attributes: PADS,
    },
    { op: 'Relu', name: 'relu', inputs: ['c'], outputs: ['r'] },
    ...pair('r', 'seen', 0.012, 0),
    { op: 'MaxPool', name: 'pool', inputs: ['seen'], outputs: ['p'], attributes: WINDOWS },
    ...pair('p', 'pooled', 0.012, 0),
    ...filter('own', [12, 1, 3, 3], 0.012),
    {
      op: 'Conv',
      name: 'depthwise',
      inputs: ['pooled', 'own_w', 'own_c'],
      outputs: ['d'],
      attributes: { ...PADS, group: attribute.int(12) },
    },
    ...pair('d', 'apart', 0.02, 120),
    { op: 'Add', name: 'sum', inputs: ['apart', 'pooled'], outputs: ['s'] },
    ...pair('s', 'joined', 0.025, 100),
    {
      op: 'Reshape',
      name: 'flat',
      inputs: ['joined', constant32('shape', [12, 16])],
      outputs: ['f'],
    },
    {
      op: 'Transpose',
      name: 'turn',
      inputs: ['f'],
      outputs: ['t'],
      attributes: { perm: attribute.ints([1, 0]) },
    },
    {
      op: 'DequantizeLinear',
      name: 'matrix',
      inputs: [
        seeded('m8', 'u8', [12, 10], [0, 256]),
        constant('ms', 'f32', [], [0.007]),
        constant('mz', 'u8', [], [121]),
      ],
      outputs: ['m'],
    },
    { op: 'MatMul', name: 'product', inputs: ['t', 'm'], outputs: ['g'] },
    ...pair('g', 'y', STEP, 117),
  ],
  initializers,
});

function constant32(name: string, values: readonly number[]): string {
  initializers.push(tensor(name, 'i64', [values.length], [...values]));
  return name;
}

export const QUANTISED_FILE = {
  step: STEP,
  /** With its inputs. */
  write: async (folder: string): Promise<Case> => {
    await mkdir(folder, { recursive: true });
    const [model, inputs] = ['model.onnx', 'inputs.npz'].map((name) => join(folder, name));
    if (model === undefined || inputs === undefined) throw new Error('two files');
    await writeFile(model, MODEL);
    await writeFile(inputs, writeNpz([['x', seededTensor('f32', [1, 6, 8, 8], 1, [-1, 1])]]));
    return { name: 'quantised file', model, inputs };
  },
};
