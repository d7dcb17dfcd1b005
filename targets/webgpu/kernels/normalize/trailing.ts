/** Normalises over the trailing axes, one row after another in memory. */

import { elementCount } from '../../../../ir/types.ts';
import type { LowerRequest } from '../../lowering.ts';
import type { Kernel } from '../../program.ts';
import type { Normalization } from './moments.ts';
import { planeKernels } from './planes.ts';
import { rowKernel } from './rows.ts';

/** With fewer rows than this, long ones are shared among invocations. */
const FEW_ROWS = 64;
const LONG_ROW = 2048;

export function trailingKernels(
  request: LowerRequest,
  normalization: Normalization,
  axis: number,
): Kernel[] {
  const { shape } = request.required(0).type;
  const first = axis < 0 ? axis + shape.length : axis;
  const length = elementCount(shape.slice(first));
  const count = elementCount(shape.slice(0, first));
  if (count >= FEW_ROWS || length <= LONG_ROW) {
    return [rowKernel(request, normalization, count, length)];
  }
  const planes = { items: 1, planes: count, places: length, own: 1, affine: 'place' } as const;
  return planeKernels(request, normalization, planes);
}
