/** Normalisations: over given axes, over space, by given moments, and by length. */

import { allocate } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import { groupsOf, momentsOf } from './lanes.ts';
import { axesOf, listOf, needScalars, numberOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { needRank, needShape } from './shapes.ts';

const BOTH = 'T=fp16/fp32';
const MIXED = `${BOTH}; U=fp16/fp32`;

/** In the order of the tensor's axes, which is that of gamma and beta. */
function layerAxes(op: Operands): number[] {
  const rank = op.type('x').shape.length;
  const axes = listOf(op, 'axes') ?? Array.from({ length: rank }, (_, axis) => axis);
  return axesOf(op, 'axes', axes, rank).sort((a, b) => a - b);
}

const layer_norm: OpDefinition = {
  signatures: {
    5: `x:T, axes:int32!=, gamma:T!?, beta:T!?, epsilon:T!= | ${BOTH}`,
    7: `x:T, axes:int32!=, gamma:U!?, beta:U!?, epsilon:U!= | ${MIXED}`,
  },
  infer: (op) => {
    const x = op.type('x');
    const shape = layerAxes(op).map((axis) => x.shape[axis]);
    needShape(op, 'gamma', shape);
    needShape(op, 'beta', shape);
    needScalars(op, 'epsilon');
    return [x];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const { starts, offsets } = groupsOf(shape, layerAxes(op));
    const epsilon = numberOf(op, 'epsilon', 1e-5);
    const [gamma, beta] = affineOf(op);
    const result = allocate(dtype, data.length);
    for (const start of starts) {
      const { mean, variance } = momentsOf(data, start, offsets);
      const scale = 1 / Math.sqrt(variance + epsilon);
      for (let index = 0; index < offsets.length; index++) {
        const at = start + (offsets[index] ?? 0);
        const normal = ((data[at] ?? 0) - mean) * scale;
        result[at] = normal * (gamma?.[index] ?? 1) + (beta?.[index] ?? 0);
      }
    }
    return [result];
  },
};

function affineOf(op: Values): [NumberArray | undefined, NumberArray | undefined] {
  const given = (input: string): NumberArray | undefined =>
    op.has(input) ? op.tensor(input).data : undefined;
  return [given('gamma'), given('beta')];
}

const instance_norm: OpDefinition = {
  signatures: {
    5: `x:T, gamma:T!?, beta:T!?, epsilon:T!= | ${BOTH}`,
    7: `x:T, gamma:U!?, beta:U!?, epsilon:U!= | ${MIXED}`,
  },
  infer: (op) => {
    needRank(op, 'x', 3, 4);
    const x = op.type('x');
    for (const input of ['gamma', 'beta']) needShape(op, input, [x.shape[1]]);
    needScalars(op, 'epsilon');
    return [x];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const spatial = shape.slice(2).map((_, axis) => axis + 2);
    const { starts, offsets } = groupsOf(shape, spatial);
    const channels = shape[1] ?? 1;
    const epsilon = numberOf(op, 'epsilon', 1e-5);
    const [gamma, beta] = affineOf(op);
    const result = allocate(dtype, data.length);
    for (const [group, start] of starts.entries()) {
      const { mean, variance } = momentsOf(data, start, offsets);
      const channel = group % channels;
      const scale = (gamma?.[channel] ?? 1) / Math.sqrt(variance + epsilon);
      const shift = beta?.[channel] ?? 0;
      for (const offset of offsets) {
        result[start + offset] = ((data[start + offset] ?? 0) - mean) * scale + shift;
      }
    }
    return [result];
  },
};

const batch_norm: OpDefinition = {
  signatures: {
    5: `x:T, mean:T!, variance:T!, gamma:T!?, beta:T!?, epsilon:T!= | ${BOTH}`,
    7: `x:T, mean:U!, variance:U!, gamma:U!?, beta:U!?, epsilon:U!= | ${MIXED}`,
  },
  infer: (op) => {
    needRank(op, 'x', 3, 5);
    const x = op.type('x');
    for (const input of ['mean', 'variance', 'gamma', 'beta']) needShape(op, input, [x.shape[1]]);
    needScalars(op, 'epsilon');
    return [x];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const [, channels = 1, ...rest] = shape;
    const pixels = rest.reduce((product, dim) => product * dim, 1);
    const epsilon = numberOf(op, 'epsilon', 1e-5);
    const [mean, variance] = [op.tensor('mean').data, op.tensor('variance').data];
    const [gamma, beta] = affineOf(op);
    const result = allocate(dtype, data.length);
    for (let index = 0; index < data.length; index++) {
      const channel = Math.floor(index / pixels) % channels;
      const scale = (gamma?.[channel] ?? 1) / Math.sqrt((variance[channel] ?? 0) + epsilon);
      result[index] = ((data[index] ?? 0) - (mean[channel] ?? 0)) * scale + (beta?.[channel] ?? 0);
    }
    return [result];
  },
};

/** Divides by the length over the last three axes; epsilon is inside the root. */
const l2_norm: OpDefinition = {
  signatures: {
    5: `x:T, epsilon:T!= | ${BOTH}`,
    7: `x:T, epsilon:U!= | ${MIXED}`,
  },
  infer: (op) => {
    needRank(op, 'x', 3);
    needScalars(op, 'epsilon');
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const rank = shape.length;
    const { starts, offsets } = groupsOf(shape, [rank - 3, rank - 2, rank - 1]);
    const epsilon = numberOf(op, 'epsilon', 1e-6);
    const result = allocate(dtype, data.length);
    for (const start of starts) {
      let squares = epsilon;
      for (const offset of offsets) squares += (data[start + offset] ?? 0) ** 2;
      const scale = 1 / Math.sqrt(squares);
      for (const offset of offsets) result[start + offset] = (data[start + offset] ?? 0) * scale;
    }
    return [result];
  },
};

export const normalizations: OpTable = { layer_norm, instance_norm, batch_norm, l2_norm };
