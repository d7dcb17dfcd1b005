/** A walk from the first element of the slice, backwards where a step is negative. */

import { attributesOf } from '../../attributes.ts';
import { movement } from '../lowering.ts';

export const slice = movement({
  read: ({ offset, strides }, shape, node) => {
    const starts = attributesOf(node).ints('starts');
    const steps = attributesOf(node).ints('steps');
    const start = strides.reduce((sum, stride, axis) => {
      const last = (shape[axis] ?? 1) - 1;
      return sum + stride * Math.min(starts[axis] ?? 0, last);
    }, offset);
    return { offset: start, strides: strides.map((stride, axis) => stride * (steps[axis] ?? 1)) };
  },
});
