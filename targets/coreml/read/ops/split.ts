/** split: a tensor taken apart along an axis. */

import { allocate } from '../tensor.ts';
import type { Dim } from '../spec.ts';
import { cutAt } from './joining.ts';
import { axisOf, listOf, numberOf, scalarOf, tensorOf } from './op.ts';
import type { OpDefinition, Operands } from './op.ts';
import { replaced } from './shapes.ts';

function splitSizes(op: Operands, axis: number): Dim[] {
  const dim = op.type('x').shape[axis];
  const sizes = listOf(op, 'split_sizes');
  const count = scalarOf(op, 'num_splits');
  if (sizes === undefined) {
    if (count === undefined) return op.fail('neither num_splits nor split_sizes is given');
    if (count < 1) op.fail(`num_splits is ${count}`);
    if (dim !== undefined && dim % count !== 0) {
      op.fail(`axis ${axis} of size ${dim} does not divide into ${count} parts`);
    }
    if (count > 10_000) op.fail(`num_splits is ${count}, over 10000`);
    return Array.from({ length: count }, () => (dim === undefined ? undefined : dim / count));
  }
  if (count !== undefined && count !== sizes.length) {
    op.fail(`num_splits is ${count} and split_sizes has ${sizes.length} sizes`);
  }
  if (sizes.some((size) => size < 1)) op.fail('split_sizes has a size below 1');
  const sum = sizes.reduce((total, size) => total + size, 0);
  if (dim !== undefined && sum !== dim) {
    op.fail(`split_sizes [${sizes.join(', ')}] sum to ${sum}, axis ${axis} has size ${dim}`);
  }
  return [...sizes];
}

export const split: OpDefinition = {
  signatures: {
    5: 'x:T, num_splits:int32!?, split_sizes:int32!?, axis:int32! | T=fp16/fp32/int32/bool',
  },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    return splitSizes(op, axis).map((size) => tensorOf(dtype, replaced(shape, { [axis]: size })));
  },
  evaluate: (op, outputs) => {
    const { dtype, shape, data } = op.tensor('x');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    const { outer, inner } = cutAt(shape, axis);
    const row = (shape[axis] ?? 1) * inner;
    let before = 0;
    return outputs.map((output) => {
      const length = (output.shape[axis] ?? 0) * inner;
      const result = allocate(dtype, outer * length);
      for (let index = 0; index < outer; index++) {
        const from = index * row + before;
        result.set(data.subarray(from, from + length), index * length);
      }
      before += length;
      return result;
    });
  },
};
