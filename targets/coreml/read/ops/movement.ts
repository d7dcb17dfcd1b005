/** Operations that give the same elements another shape or order: reshape, transpose, and their kin. */

import { allocate, offsetsOf, stridesOf } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import type { ElementType } from '../elements.ts';
import type { Dim } from '../spec.ts';
import { axesOf, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { needRank, printShape, productOf, sameAs } from './shapes.ts';

const OLD = 'T=fp16/fp32/int32/bool';
const NEW = 'T=fp16/fp32/int8/int16/int32/uint8/uint16/bool';

/** The elements in another order: `offsets` say where each comes from. */
export function taken(
  dtype: ElementType,
  data: NumberArray,
  offsets: ArrayLike<number>,
): NumberArray {
  const result = allocate(dtype, offsets.length);
  for (let index = 0; index < offsets.length; index++) {
    result[index] = data[offsets[index] ?? 0] ?? 0;
  }
  return result;
}

/** What only changes the shape. */
function view(
  signatures: OpDefinition['signatures'],
  shape: (op: Operands) => readonly Dim[],
): OpDefinition {
  return {
    signatures,
    infer: (op) => [tensorOf(op.type('x').dtype, shape(op))],
    evaluate: (op) => [op.tensor('x').data],
  };
}

/** Zero copies a dim of the input, one -1 is what is left over. */
function reshaped(op: Operands): readonly Dim[] {
  const { shape: from } = op.type('x');
  const wanted = op.numbers('shape');
  if (wanted === undefined) {
    const [rank] = op.type('shape').shape;
    return Array.from({ length: rank ?? 0 }, () => undefined);
  }
  const told = `[${wanted.join(', ')}]`;
  if (wanted.filter((dim) => dim === -1).length > 1) op.fail(`shape ${told} has -1 twice`);
  if (wanted.some((dim) => dim < -1)) op.fail(`shape ${told} has a negative dim`);
  if (wanted.includes(0) && wanted.length !== from.length) {
    op.fail(`shape ${told} has a 0 but another rank than x`, 'write the dim out');
  }
  const dims = wanted.map((dim, axis) => (dim === 0 ? from[axis] : dim));
  const rest = productOf(dims.filter((dim) => dim !== -1));
  const total = productOf(from);
  const open = dims.indexOf(-1);
  if (open >= 0) {
    const known = total !== undefined && rest !== undefined;
    if (known && (rest === 0 || total % rest !== 0)) {
      op.fail(
        `x has shape ${printShape(from)}, whose ${total} elements do not divide into ${told}`,
      );
    }
    dims[open] = known ? total / rest : undefined;
  } else if (total !== undefined && rest !== undefined && total !== rest) {
    op.fail(`x has shape ${printShape(from)} of ${total} elements, ${told} has ${rest}`);
  }
  return dims;
}

function expanded(op: Operands): readonly Dim[] {
  const { shape } = op.type('x');
  const axes = op.numbers('axes') ?? [];
  const rank = shape.length + axes.length;
  const added = axesOf(op, 'axes', axes, rank);
  const rest = shape.values();
  return Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : rest.next().value));
}

function squeezed(op: Operands): readonly Dim[] {
  const { shape } = op.type('x');
  const given = op.numbers('axes');
  if (given === undefined) return shape.filter((dim) => dim !== 1);
  const axes = axesOf(op, 'axes', given, shape.length);
  for (const axis of axes) {
    const dim = shape[axis];
    if (dim !== undefined && dim !== 1) op.fail(`axis ${axis} of x has size ${dim}, not 1`);
  }
  return shape.filter((_, axis) => !axes.includes(axis));
}

function permutation(op: Operands): number[] {
  const rank = op.type('x').shape.length;
  const perm = op.numbers('perm') ?? [];
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
    axesOf(op, 'axes', op.numbers('axes') ?? [], shape.length);
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const axes = op.numbers('axes') ?? shape.map((_, axis) => axis);
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
    const reps = op.numbers('reps');
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

/** Space and depth exchanged; `order` is how the split axes of the input are walked. */
function blocks(
  signatures: OpDefinition['signatures'],
  input: string,
  direction: 'up' | 'down',
  order: readonly number[],
): OpDefinition {
  return {
    signatures,
    infer: (op) => {
      needRank(op, 'x', 4, 4);
      const { dtype, shape } = op.type('x');
      const [n, c, h, w] = shape;
      const factor = numberOf(op, input, 1);
      if (factor < 1) op.fail(`${input} is ${factor}, below 1`);
      const square = factor * factor;
      const divided = (dim: Dim, by: number, what: string): Dim => {
        if (dim !== undefined && dim % by !== 0) op.fail(`${what} ${dim} does not divide by ${by}`);
        return dim === undefined ? undefined : dim / by;
      };
      const times = (dim: Dim, by: number): Dim => productOf([dim, by]);
      const dims =
        direction === 'up'
          ? [n, divided(c, square, 'the number of channels'), times(h, factor), times(w, factor)]
          : [n, times(c, square), divided(h, factor, 'height'), divided(w, factor, 'width')];
      return [tensorOf(dtype, dims)];
    },
    evaluate: (op) => {
      const { dtype, shape, data } = op.tensor('x');
      const [n = 1, c = 1, h = 1, w = 1] = shape;
      const f = numberOf(op, input, 1);
      const split =
        direction === 'up'
          ? splitDepth(order, [n, c / (f * f), f, h, w])
          : [n, c, h / f, f, w / f, f];
      const strides = stridesOf(split);
      const walked = order.map((axis) => split[axis] ?? 1);
      const steps = order.map((axis) => strides[axis] ?? 0);
      return [taken(dtype, data, offsetsOf(walked, steps))];
    },
  };
}

/** The channels of pixel_shuffle begin with the depth, those of depth_to_space with the place in the block. */
function splitDepth(order: readonly number[], [n, depth, f, h, w]: readonly number[]): number[] {
  const channels = order[1] === 1 ? [depth, f, f] : [f, f, depth];
  return [n, ...channels, h, w].map((dim) => dim ?? 1);
}

const identity: OpDefinition = {
  signatures: { 5: 'x:Any' },
  infer: sameAs('x'),
  evaluate: (op: Values) => [op.tensor('x').data],
};

const shape: OpDefinition = {
  signatures: { 5: `x:T | ${OLD}` },
  infer: (op) => [tensorOf('int32', [op.type('x').shape.length])],
  evaluate: (op) => [Int32Array.from(op.tensor('x').shape)],
};

export const movement: OpTable = {
  reshape: view(
    { 5: `x:T, shape:int32 | ${OLD}`, 7: `x:T, shape:U | ${NEW}; U=int8/int16/int32` },
    reshaped,
  ),
  expand_dims: view({ 5: `x:T, axes:int32! | ${OLD}`, 7: `x:T, axes:int32! | ${NEW}` }, expanded),
  squeeze: view({ 5: `x:T, axes:int32!? | ${OLD}`, 7: `x:T, axes:int32!? | ${NEW}` }, squeezed),
  transpose,
  reverse,
  tile,
  identity,
  shape,
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
