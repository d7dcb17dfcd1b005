/** The k greatest or smallest elements along an axis and their places: TOPK_V2 has the greatest along the last. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { DTYPES } from '../../../ir/types.ts';
import type { Value } from '../../../ir/graph.ts';
import { AND_INTEGERS, asTaken } from '../decompose/numbers.ts';
import { alongLine, lineShape } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { int, integerTable, shapeOf } from '../terms.ts';

const greatestFirst: Rewrite = ({ m, attributes, dtype, operand, again }) => {
  if (attributes.bool('largest')) return undefined;
  const isFloat = DTYPES[dtype(0)].kind === 'float';
  // For integers the bits turned, which no integer overflows.
  const turned = (x: Value): Value => (isFloat ? m.neg(x) : m.sub(-1, x));
  const [values, indices] = again([turned(operand(0))], { largest: true });
  if (values === undefined || indices === undefined) throw new Error('top_k has two results');
  return [turned(values), indices];
};

const alongLast: Rewrite = (site) => {
  const { m, attributes, operand, shape, result, again } = site;
  const rank = shape(0).length;
  const axis = normalizeAxis(attributes.int('axis'), rank);
  if (rank === 2 && axis === 1) return undefined;
  const [outer = 1, size = 1, inner = 1] = lineShape(shape(0), axis);
  const lines = m.transpose(alongLine(site, operand(0), axis), [0, 2, 1]);
  return again([m.reshape(lines, [outer * inner, size])], { axis: 1 }).map((value) => {
    const found = m.reshape(value, [outer, inner, attributes.int('k')]);
    return m.reshape(m.transpose(found, [0, 2, 1]), result.shape);
  });
};

export const top_k = lowering(
  ({ m, attributes, required, carried }) => {
    const input = required(0);
    const [, size = 1] = shapeOf(input);
    // Of equal elements the operation gives the last first, so it sees each row backwards.
    const backwards = integerTable(Array.from({ length: size }, (_, at) => size - 1 - at));
    const turned = m.op('GATHER', [input, int(1), backwards], input.type);
    const [values, places] = m.ops('TOPK_V2', [turned, int(attributes.int('k'))], carried);
    if (values === undefined || places === undefined) throw new Error('top_k has two results');
    return [values, m.op('GATHER', [backwards, int(0), places], places.type)];
  },
  { rewrite: firstOf(asTaken(AND_INTEGERS), greatestFirst, alongLast) },
);
