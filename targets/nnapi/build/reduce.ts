/** Reductions along axes of tensors of any rank. */

import { normalizeAxes } from '../../../ir/shapes.ts';
import { FLOATS_ONLY, asTaken } from '../decompose/numbers.ts';
import { groupAxes } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import type { Lowering } from '../lowering.ts';
import type { Immediate } from '../syntax.ts';
import { MAX_RANK, ints, reshaped, shapeOf } from '../terms.ts';

/** No axes combine nothing. Of many axes those next to each other go together, and then axis by axis. */
const inFewAxes: Rewrite = ({ m, attributes, operand, shape, result, again }) => {
  const from = shape(0);
  const axes = normalizeAxes(attributes.ints('axes'), from.length);
  if (axes.length === 0 || from.length === 0) return operand(0);
  if (from.length <= MAX_RANK) return undefined;
  const groups = groupAxes(from, (axis) => axes.includes(axis));
  let current = operand(0);
  groups.forEach((group, place) => {
    if (!group.key) return;
    const size = (part: typeof groups): number => part.reduce((all, item) => all * item.size, 1);
    const line = [size(groups.slice(0, place)), group.size, size(groups.slice(place + 1))];
    const [reduced] = again([m.reshape(current, line)], { axes: [1], keep_dims: true });
    if (reduced === undefined) throw new Error('a reduction has a result');
    current = reduced;
    group.size = 1;
  });
  return m.reshape(current, result.shape);
};

/** Reduced axes stay, with one element; who wants them gone sees the result under another shape. */
export function reduction(
  code: string,
  keepDims: (keep: boolean) => Immediate,
  first: Rewrite = () => undefined,
): Lowering {
  return lowering(
    ({ m, attributes, required }) => {
      const x = required(0);
      const shape = shapeOf(x);
      const axes = normalizeAxes(attributes.ints('axes'), shape.length);
      const kept = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      return m.op(code, [x, ints(axes), keepDims(true)], reshaped(x, kept));
    },
    { rewrite: firstOf(first, inFewAxes, asTaken(FLOATS_ONLY)) },
  );
}
