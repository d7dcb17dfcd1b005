/** A walk from the first element of the slice, backwards where a step is negative. */

import { stridesOf } from '../../../ir/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { stridedCopy } from '../kernels/strided.ts';
import { kernels } from '../lowering.ts';

export const slice = kernels((request) => {
  const { buffer, type } = request.required(0);
  const dims = request.resultTypes[0]?.shape ?? [];
  const strides = stridesOf(type.shape);
  const starts = attributesOf(request.node).ints('starts');
  const by = attributesOf(request.node).ints('steps');
  const steps = strides.map((stride, axis) => stride * (by[axis] ?? 1));
  const start = strides.reduce((sum, stride, axis) => {
    const last = (type.shape[axis] ?? 1) - 1;
    return sum + stride * Math.min(starts[axis] ?? 0, last);
  }, 0);
  return [stridedCopy(request, buffer, { dims, steps, start })];
});
