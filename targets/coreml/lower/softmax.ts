/** Softmax along one axis. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { lineView } from '../build/lines.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, int, typed } from '../terms.ts';

export const softmax = lowering(({ m, attributes, type, required }) => {
  const { shape } = type(0);
  const line = lineView(m, required(0), shape, normalizeAxis(attributes.int('axis'), shape.length));
  const { x } = line;
  return m.op('softmax', { x, axis: int(line.axis) }, typed(dtypeOf(x), line.shape));
});
