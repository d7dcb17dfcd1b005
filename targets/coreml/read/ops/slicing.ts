/** Parts of tensors: slices and their update. */

import type { Dim } from '../spec.ts';
import { offsetsOf, stridesOf } from '../tensor.ts';
import { slicedBounds, slicedOffsets, slicedShape } from './slices.ts';
import { taken } from './taken.ts';
import { listOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { agreeAll, printShape } from './shapes.ts';

const OLD = 'T=fp16/fp32/int32/bool';
const NEW = 'T=fp16/fp32/int8/int16/int32/uint8/uint16/bool';
const MASKS = 'begin_mask:bool!?, end_mask:bool!?, squeeze_mask:bool!?';

const slice_by_index: OpDefinition = {
  signatures: {
    5: `x:T, begin:int32, end:int32, stride:int32!?, ${MASKS} | ${OLD}`,
    7: `x:T, begin:U, end:U, stride:U!?, ${MASKS} | ${NEW}; U=int8/int16/int32`,
  },
  infer: (op) => [tensorOf(op.type('x').dtype, slicedShape(op))],
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    return [taken(dtype, data, slicedOffsets(op, shape))];
  },
};

const slice_update: OpDefinition = {
  signatures: {
    8: `x:T, update:T, begin:U, end:U, stride:U!?, ${MASKS} | ${NEW}; U=int8/int16/int32`,
  },
  infer: (op) => {
    const [wanted, { shape }] = [slicedShape(op), op.type('update')];
    if (shape.length === 0) op.fail('update is a scalar', 'reshape it to one element');
    if (!agreeAll(wanted, shape)) {
      op.fail(`update has shape ${printShape(shape)}, the slice ${printShape(wanted)}`);
    }
    const most = slicedBounds(op);
    if (shape.some((dim = 0, axis) => dim > (most[axis] ?? dim))) {
      op.fail(`update has shape ${printShape(shape)}, and a slice has at most ${printShape(most)}`);
    }
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { shape, data } = op.tensor('x');
    const { data: update } = op.tensor('update');
    const result = data.slice();
    for (const [index, offset] of slicedOffsets(op, shape).entries()) {
      result[offset] = update[index] ?? 0;
    }
    return [result];
  },
};

/** A size of -1 takes all that is left. */
const slice_by_size: OpDefinition = {
  signatures: {
    5: `x:T, begin:int32, size:int32 | ${OLD}`,
    7: `x:T, begin:U, size:U | ${NEW}; U=int8/int16/int32`,
  },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    const [begin, size] = [listOf(op, 'begin'), listOf(op, 'size')];
    for (const input of ['begin', 'size']) {
      const [length] = op.type(input).shape;
      if (length !== undefined && length !== shape.length) {
        op.fail(`${input} has ${length} numbers for rank ${shape.length}`);
      }
    }
    const dims = shape.map((dim, axis): Dim => {
      const [from, count] = [begin?.[axis], size?.[axis]];
      if (from !== undefined && dim !== undefined) {
        const start = from < 0 ? from + dim : from;
        const left = dim - start;
        if (start < 0 || left < 1 || (count !== undefined && (count > left || count === 0))) {
          op.fail(`begin ${from} and size ${count} leave axis ${axis} of size ${dim}`);
        }
        if (count === -1 && from < 0) {
          op.fail(`begin ${from} counts from the back, and size -1 takes what is left`);
        }
        if (count === -1) return left;
      }
      return count === undefined || count < 0 ? undefined : count;
    });
    return [tensorOf(dtype, dims)];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape, data } = op.tensor('x');
    const strides = stridesOf(shape);
    const begin = listOf(op, 'begin') ?? [];
    const start = begin.reduce((sum, from, axis) => {
      const place = from < 0 ? from + (shape[axis] ?? 0) : from;
      return sum + place * (strides[axis] ?? 0);
    }, 0);
    return [taken(dtype, data, offsetsOf(output?.shape ?? [], strides, start))];
  },
};

export const slicing: OpTable = { slice_by_index, slice_by_size, slice_update };
