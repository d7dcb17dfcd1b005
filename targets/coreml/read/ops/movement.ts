/** Operations that give elements another order: transpose, reverse, tile, and space for depth. */

import { offsetsOf, stridesOf } from '../tensor.ts';
import { blocks } from './blocks.ts';
import { axesOf, listOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { productOf } from './shapes.ts';
import { taken } from './taken.ts';

const OLD = 'T=fp16/fp32/int32/bool';
const NEW = 'T=fp16/fp32/int8/int16/int32/uint8/uint16/bool';

function permutation(op: Operands): number[] {
  const rank = op.type('x').shape.length;
  const perm = listOf(op, 'perm') ?? [];
  if (perm.length !== rank) op.fail(`perm has ${perm.length} axes for rank ${rank}`);
  return axesOf(op, 'perm', perm, rank);
}

const transpose: OpDefinition = {
  signatures: { 5: `x:T, perm:int32! | ${OLD}`, 7: `x:T, perm:int32! | ${NEW}` },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    return [
      tensorOf(
        dtype,
        permutation(op).map((axis) => shape[axis]),
      ),
    ];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape, data } = op.tensor('x');
    const strides = stridesOf(shape);
    const order = permutation(op).map((axis) => strides[axis] ?? 0);
    return [taken(dtype, data, offsetsOf(output?.shape ?? [], order))];
  },
};

const reverse: OpDefinition = {
  signatures: { 5: `x:T, axes:int32!? | ${OLD}`, 7: `x:T, axes:int32!? | ${NEW}` },
  infer: (op) => {
    const { shape } = op.type('x');
    axesOf(op, 'axes', listOf(op, 'axes') ?? [], shape.length);
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const axes = listOf(op, 'axes') ?? shape.map((_, axis) => axis);
    const turned = axesOf(op, 'axes', axes, shape.length);
    const strides = stridesOf(shape);
    let start = 0;
    const steps = strides.map((stride, axis) => {
      if (!turned.includes(axis)) return stride;
      start += ((shape[axis] ?? 1) - 1) * stride;
      return -stride;
    });
    return [taken(dtype, data, offsetsOf(shape, steps, start))];
  },
};

const tile: OpDefinition = {
  signatures: { 5: `x:T, reps:int32 | ${OLD}` },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    const reps = listOf(op, 'reps');
    const [length] = op.type('reps').shape;
    if (length !== undefined && length !== shape.length) {
      op.fail(`reps has ${length} numbers for rank ${shape.length}`);
    }
    if (reps?.some((count) => count < 1) === true) op.fail('reps has a number below 1');
    const dims = shape.map((dim, axis) => productOf([dim, reps?.[axis]]));
    return [tensorOf(dtype, dims)];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape, data } = op.tensor('x');
    const strides = stridesOf(shape);
    // Each axis is walked as the count of repeats and the axis itself.
    const walked = shape.flatMap((dim, axis) => [
      (output?.shape[axis] ?? dim) / Math.max(1, dim),
      dim,
    ]);
    const steps = strides.flatMap((stride) => [0, stride]);
    return [taken(dtype, data, offsetsOf(walked, steps))];
  },
};

export const movement: OpTable = {
  transpose,
  reverse,
  tile,
  pixel_shuffle: blocks(
    { 5: 'x:T, upscale_factor:int32! | T=fp16/fp32' },
    'upscale_factor',
    'up',
    [0, 1, 4, 2, 5, 3],
  ),
  depth_to_space: blocks(
    { 5: 'x:T, block_size:int32! | T=fp16/fp32' },
    'block_size',
    'up',
    [0, 3, 4, 1, 5, 2],
  ),
  pixel_unshuffle: blocks(
    { 6: 'x:T, downscale_factor:uint32! | T=fp16/fp32' },
    'downscale_factor',
    'down',
    [0, 1, 3, 5, 2, 4],
  ),
  space_to_depth: blocks(
    { 5: 'x:T, block_size:int32! | T=fp16/fp32' },
    'block_size',
    'down',
    [0, 3, 5, 1, 2, 4],
  ),
};
