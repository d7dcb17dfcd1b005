/** A walk that stands still along the axes that are repeated. */

import { stridesOf } from '../../../ir/tensor.ts';
import { stridedCopy } from '../kernels/strided.ts';
import { kernels } from '../lowering.ts';

export const broadcast = kernels((request) => {
  const { buffer, type } = request.required(0);
  const dims = request.resultTypes[0]?.shape ?? [];
  const strides = stridesOf(type.shape);
  const missing = dims.length - type.shape.length;
  const steps = dims.map((_, axis) => {
    const own = axis - missing;
    return (type.shape[own] ?? 1) === 1 ? 0 : (strides[own] ?? 0);
  });
  return [stridedCopy(request, buffer, { dims, steps, start: 0 })];
});
