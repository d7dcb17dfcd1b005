/** The place of the greatest element along an axis, the first or the last of equals. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import type { LowerRequest } from '../lowering.ts';
import { bool, int, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { lineView } from './lines.ts';
import { reverse } from './movement.ts';
import { refuseUnsigned } from './pointwise.ts';

/** `key` gives numbers whose greatest is sought. */
export function placeOfGreatest(request: LowerRequest, key: (x: Term) => Term): Term {
  const { m, math, attributes, required, type } = request;
  refuseUnsigned(request);
  const { shape } = type(0);
  const line = lineView(m, required(0), shape, normalizeAxis(attributes.int('axis'), shape.length));
  const last = attributes.bool('select_last');
  const keys = key(line.x);
  const place = m.op(
    'reduce_argmax',
    {
      x: last ? reverse(m, keys, [line.axis]) : keys,
      axis: int(line.axis),
      keep_dims: bool(true),
      output_dtype: m.since('CoreML7') ? text('int32') : undefined,
    },
    typed('int32', line.shape.with(line.axis, 1)),
  );
  return last ? math.sub((line.shape[line.axis] ?? 1) - 1, place) : place;
}
