/** A walk with the operand's steps in the order of the permutation. */

import { stridesOf } from '../../../ir/tensor.ts';
import { attributesOf } from '../attributes.ts';
import { stridedCopy } from '../kernels/strided.ts';
import { kernels } from '../lowering.ts';

export const transpose = kernels((request) => {
  const { buffer, type } = request.required(0);
  const strides = stridesOf(type.shape);
  const perm = attributesOf(request.node).ints('perm');
  const dims = perm.map((axis) => type.shape[axis] ?? 1);
  const steps = perm.map((axis) => strides[axis] ?? 1);
  return [stridedCopy(request, buffer, { dims, steps, start: 0 })];
});
