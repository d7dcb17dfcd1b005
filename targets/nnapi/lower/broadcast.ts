/** The input repeated along axes of one element and new leading axes: TILE. */

import { AND_INTEGERS, asTaken } from '../decompose/numbers.ts';
import { lineShape } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, ints, sameShape } from '../terms.ts';

/** First as many axes, then the repetition; of many axes one after the other. */
const aligned: Rewrite = ({ b, m, operand, shape, result }) => {
  const to = result.shape;
  const ones = Array.from({ length: to.length - shape(0).length }, () => 1);
  const from = [...ones, ...shape(0)];
  if (sameShape(from, to)) return m.reshape(operand(0), to);
  if (to.length <= MAX_RANK) {
    if (ones.length === 0) return undefined;
    return b.broadcast({ input: m.reshape(operand(0), from) }, { shape: to });
  }
  let current = operand(0);
  let sizes: readonly number[] = from;
  to.forEach((size, axis) => {
    if (sizes[axis] === size) return;
    const [outer = 1, , inner = 1] = lineShape(sizes, axis);
    current = b.broadcast(
      { input: m.reshape(current, [outer, 1, inner]) },
      { shape: [outer, size, inner] },
    );
    sizes = sizes.with(axis, size);
  });
  return m.reshape(current, to);
};

export const broadcast = lowering(
  ({ m, required, type, to }) => {
    const from = type(0).shape;
    const multiples = to.shape.map((size, axis) => (from[axis] === size ? 1 : size));
    return m.op('TILE', [required(0), ints(multiples)], to);
  },
  { rewrite: firstOf(aligned, asTaken(AND_INTEGERS)), carries: () => true },
);
