/** The first half of an axis times gelu of the second. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { geluMode } from '../build/gelu.ts';
import { lineView } from '../build/lines.ts';
import { split } from '../build/movement.ts';
import { lowering } from '../lowering.ts';

export const geglu = lowering((request) => {
  const { m, math, attributes } = request;
  const { shape } = request.type(0);
  const line = lineView(
    m,
    request.required(0),
    shape,
    normalizeAxis(attributes.int('axis'), shape.length),
  );
  const [value, gate] = split(m, line.x, line.axis, 2);
  if (value === undefined || gate === undefined) throw new Error('a split gives its parts');
  return math.mul(value, math.gelu(gate, geluMode(attributes)));
});
