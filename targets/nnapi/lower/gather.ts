/** Slices of the input along an axis, one for each index. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { areFromStart, fromStart } from '../decompose/indices.ts';
import { AND_INTEGERS, asTaken } from '../decompose/numbers.ts';
import { alongLine } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, int } from '../terms.ts';

const inFewAxes: Rewrite = (site) => {
  const { m, attributes, operand, shape, result, again } = site;
  const [rank, indexRank] = [shape(0).length, shape(1).length];
  if (indexRank > 0 && rank <= MAX_RANK && rank - 1 + indexRank <= MAX_RANK) return undefined;
  const axis = normalizeAxis(attributes.int('axis'), rank);
  const indices = m.reshape(operand(1), [elementCount(shape(1))]);
  const input = rank <= MAX_RANK ? operand(0) : alongLine(site, operand(0), axis);
  const at = rank <= MAX_RANK ? axis : 1;
  return again([input, indices], { axis: at }).map((value) => m.reshape(value, result.shape));
};

const countedFromStart: Rewrite = ({ m, attributes, operand, shape, again }) => {
  if (areFromStart(operand(1))) return undefined;
  const axis = normalizeAxis(attributes.int('axis'), shape(0).length);
  return again([operand(0), fromStart(m, operand(1), shape(0)[axis] ?? 1)]);
};

export const gather = lowering(
  ({ m, attributes, required, type, to }) => {
    const axis = normalizeAxis(attributes.int('axis'), type(0).shape.length);
    return m.op('GATHER', [required(0), int(axis), required(1)], to);
  },
  {
    rewrite: firstOf(inFewAxes, countedFromStart, asTaken(AND_INTEGERS, [0])),
    carries: () => true,
  },
);
