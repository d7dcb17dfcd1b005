/** Updates of slices at coordinates. */

import { REDUCTIONS } from '../../../ir/scatter.ts';
import type { LowerRequest } from '../lowering.ts';
import { bool, dtypeOf, shapeOf, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { refuseUnsigned, wrapped } from './pointwise.ts';

/** Coordinates [count, depth] along the first axes of x, updates [count, ...what remains of x]. */
export function scatter(request: LowerRequest, x: Term, indices: Term, updates: Term): Term {
  const { m, math, attributes, result } = request;
  const reduction = attributes.oneOf('reduction', REDUCTIONS);
  if (reduction === 'max' || reduction === 'min') refuseUnsigned(request);
  const scattered = m.op(
    'scatter_nd',
    {
      data: x,
      indices,
      updates,
      mode: text(reduction === 'none' ? 'update' : reduction),
      validate_indices: m.since('CoreML7') ? bool(false) : undefined,
    },
    typed(dtypeOf(x), shapeOf(x)),
  );
  return reduction === 'none' ? scattered : wrapped(math, scattered, result.dtype);
}
