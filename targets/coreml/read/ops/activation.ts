/** Activations, and softmax along an axis. */

import { allocate } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import { erf } from './erf.ts';
import { lanesOf } from './lanes.ts';
import { axisOf, needScalars, numberOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Values } from './op.ts';
import { needRank, sameAs } from './shapes.ts';

const FLOATS = 'T=fp16/fp32';

function activation(apply: (x: number, op: Values) => number): OpDefinition {
  return {
    signatures: { 5: `x:T | ${FLOATS}` },
    infer: sameAs('x'),
    evaluate: (op) => [each(op, (x) => apply(x, op))],
  };
}

function each(op: Values, apply: (x: number) => number): NumberArray {
  const { dtype, data } = op.tensor('x');
  const result = allocate(dtype, data.length);
  for (let index = 0; index < data.length; index++) result[index] = apply(data[index] ?? 0);
  return result;
}

/** Overflows for no x. */
function sigmoid(x: number): number {
  return x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x));
}

const GELU = {
  EXACT: (x: number) => 0.5 * x * (1 + erf(x / Math.SQRT2)),
  TANH_APPROXIMATION: (x: number) =>
    0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
  SIGMOID_APPROXIMATION: (x: number) => x * sigmoid(1.702 * x),
} as const;
const GELU_MODES = ['EXACT', 'TANH_APPROXIMATION', 'SIGMOID_APPROXIMATION'] as const;

const gelu: OpDefinition = {
  signatures: { 5: `x:T, mode:string!= | ${FLOATS}` },
  infer: (op) => {
    wordOf(op, 'mode', GELU_MODES, 'EXACT');
    return [op.type('x')];
  },
  evaluate: (op) => [each(op, GELU[wordOf(op, 'mode', GELU_MODES, 'EXACT')])],
};

const softmax: OpDefinition = {
  signatures: { 5: `x:T, axis:int32!= | ${FLOATS}` },
  infer: (op) => {
    axisOf(op, 'axis', numberOf(op, 'axis', -1), op.type('x').shape.length);
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', -1), shape.length);
    const result = allocate(dtype, data.length);
    const { starts, length, stride } = lanesOf(shape, axis);
    const exponents = new Float64Array(length);
    for (const start of starts) {
      let largest = -Infinity;
      for (let n = 0; n < length; n++) largest = Math.max(largest, data[start + n * stride] ?? 0);
      let sum = 0;
      for (let n = 0; n < length; n++) {
        const exponent = Math.exp((data[start + n * stride] ?? 0) - largest);
        exponents[n] = exponent;
        sum += exponent;
      }
      for (let n = 0; n < length; n++) result[start + n * stride] = (exponents[n] ?? 0) / sum;
    }
    return [result];
  },
};

const leaky: OpDefinition = {
  signatures: { 5: `x:T, alpha:T! | ${FLOATS}`, 7: `x:T, alpha:U! | ${FLOATS}; U=fp16/fp32` },
  infer: (op) => {
    needScalars(op, 'alpha');
    return [op.type('x')];
  },
  evaluate: (op) => {
    const alpha = numberOf(op, 'alpha', 0);
    return [each(op, (x) => (x >= 0 ? x : alpha * x))];
  },
};

/** Slopes that differ by less are one. */
const SAME_SLOPE = 1e-5;

/** One slope for each channel. */
const prelu: OpDefinition = {
  examines: ['alpha'],
  signatures: { 5: `x:T, alpha:T! | ${FLOATS}`, 7: `x:T, alpha:U! | ${FLOATS}; U=fp16/fp32` },
  infer: (op) => {
    needRank(op, 'x', 3);
    const [x, alpha] = [op.type('x'), op.type('alpha')];
    const channels = x.shape[1];
    if (alpha.shape.length !== 1) op.fail('alpha is not a vector');
    const [slopes] = alpha.shape;
    if (slopes !== undefined && channels !== undefined && slopes !== channels) {
      op.fail(`alpha has ${slopes} slopes for ${channels} channels`);
    }
    const [first = 0, ...others] = op.numbers('alpha') ?? [];
    const differ = others.some((slope) => Math.abs(slope - first) > SAME_SLOPE);
    if (differ && x.shape.length !== 4) {
      op.fail(`alpha has several slopes and x has rank ${x.shape.length}, not 4`);
    }
    return [x];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const { data: slopes } = op.tensor('alpha');
    const [, channels = 1, ...rest] = shape;
    const pixels = rest.reduce((product, dim) => product * dim, 1);
    const result = allocate(dtype, data.length);
    for (let index = 0; index < data.length; index++) {
      const x = data[index] ?? 0;
      result[index] = x >= 0 ? x : x * (slopes[Math.floor(index / pixels) % channels] ?? 0);
    }
    return [result];
  },
};

export const activations: OpTable = {
  relu: activation((x) => Math.max(x, 0)),
  relu6: activation((x) => Math.min(Math.max(x, 0), 6)),
  silu: activation((x) => x * sigmoid(x)),
  sigmoid: activation(sigmoid),
  softplus: activation((x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  tanh: activation(Math.tanh),
  erf: activation(erf),
  gelu,
  softmax,
  leaky_relu: leaky,
  prelu,
};
