/** The place of the extreme element along an axis, the first or the last of equals. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { AND_INTEGERS, asTaken } from '../decompose/numbers.ts';
import { alongLine, lineShape } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import type { Lowering } from '../lowering.ts';
import { int } from '../terms.ts';

/** The operation drops the axis, and gives the first of equals. */
const asOperation: Rewrite = (site) => {
  const { b, m, attributes, operand, shape, result, again } = site;
  const axis = normalizeAxis(attributes.int('axis'), shape(0).length);
  const last = attributes.bool('select_last');
  const [kept, rank] = [attributes.bool('keep_dims'), shape(0).length];
  if (!last && !kept && rank === 3 && axis === 1) return undefined;
  const [, size = 1] = lineShape(shape(0), axis);
  const line = alongLine(site, operand(0), axis);
  const backwards = b.vector(
    'i32',
    Array.from({ length: size }, (_, at) => size - 1 - at),
  );
  const input = last ? b.gather({ input: line, indices: backwards }, { axis: 1 }) : line;
  const found = again([input], { axis: 1, keep_dims: false, select_last: false });
  return found.map((place) => {
    const ahead = last ? m.sub(size - 1, place) : place;
    return m.reshape(ahead, result.shape);
  });
};

export function placeOfExtreme(code: string): Lowering {
  return lowering(({ m, required, to }) => m.op(code, [required(0), int(1)], to), {
    rewrite: firstOf(asTaken(AND_INTEGERS), asOperation),
  });
}
