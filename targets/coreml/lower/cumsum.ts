/** Running sums along an axis. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { lineView } from '../build/lines.ts';
import { wrapped } from '../build/pointwise.ts';
import { lowering } from '../lowering.ts';
import { bool, dtypeOf, int, typed } from '../terms.ts';

export const cumsum = lowering(({ m, math, attributes, required, type, result }) => {
  const { shape } = type(0);
  const line = lineView(m, required(0), shape, normalizeAxis(attributes.int('axis'), shape.length));
  const sums = m.op(
    'cumsum',
    {
      x: line.x,
      axis: int(line.axis),
      exclusive: bool(attributes.bool('exclusive')),
      reverse: bool(attributes.bool('reverse')),
    },
    typed(dtypeOf(line.x), line.shape),
  );
  return wrapped(math, sums, result.dtype);
});
