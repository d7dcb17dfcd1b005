/** exp(x) / sum(exp(x)) along an axis, with the axis as the third input. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { alongLine } from '../decompose/ranks.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import type { LowerRequest } from '../lowering.ts';
import { isGiven } from '../quantised/pointwise.ts';
import type { OperandType } from '../syntax.ts';
import { MAX_RANK, int, numberFor } from '../terms.ts';
import type { Term } from '../terms.ts';

const inFewAxes: Rewrite = (site) => {
  const { m, attributes, operand, shape, again } = site;
  if (shape(0).length <= MAX_RANK) return undefined;
  const axis = normalizeAxis(attributes.int('axis'), shape(0).length);
  const lines = again([alongLine(site, operand(0), axis)], { axis: 1 });
  return lines.map((value) => m.reshape(value, shape(0)));
};

function exponentials({ m, attributes, type }: LowerRequest, x: Term, to: OperandType): Term {
  const axis = normalizeAxis(attributes.int('axis'), type(0).shape.length);
  return m.op('SOFTMAX', [x, numberFor(x, 1), int(axis)], to);
}

export const softmax = lowering(
  (request) => exponentials(request, request.required(0), request.to),
  {
    rewrite: inFewAxes,
    quantised: (request) => {
      const { quantised, wanted } = request;
      const x = quantised(0);
      const fits = isGiven(request, 256);
      return x && wanted && fits ? exponentials(request, x, wanted) : undefined;
    },
  },
);
