/** The inputs one after another along an axis. */

import { elementCount } from '../../../ir/types.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { FLOATS_ONLY, asTaken } from '../decompose/numbers.ts';
import { lineShape } from '../decompose/ranks.ts';
import { firstOf } from '../decompose/site.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import type { LowerRequest } from '../lowering.ts';
import type { OperandType } from '../syntax.ts';
import { MAX_RANK, int } from '../terms.ts';
import type { Term } from '../terms.ts';

/** Inputs without elements are left out; of many axes those around the joined one are merged. */
const inThreeAxes: Rewrite = ({ m, node, attributes, operand, shape, result, again }) => {
  const axis = normalizeAxis(attributes.int('axis'), result.shape.length);
  const filled = [...node.operands.keys()].filter((index) => elementCount(shape(index)) > 0);
  const [only] = filled;
  if (only !== undefined && filled.length === 1) return operand(only);
  if (result.shape.length <= MAX_RANK) {
    return filled.length === node.operands.length ? undefined : again(filled.map(operand));
  }
  const lines = filled.map((index) => m.reshape(operand(index), lineShape(shape(index), axis)));
  return again(lines, { axis: 1 }).map((value) => m.reshape(value, result.shape));
};

function joined({ m, attributes }: LowerRequest, terms: readonly Term[], to: OperandType): Term {
  const axis = normalizeAxis(attributes.int('axis'), to.shape.length);
  return m.op('CONCATENATION', [...terms, int(axis)], to);
}

export const concat = lowering((request) => joined(request, request.operands(), request.to), {
  rewrite: firstOf(inThreeAxes, asTaken(FLOATS_ONLY)),
  carries: ({ operands }) => operands.every((operand) => operand?.constant === undefined),
  // Of several scales: the operation brings all to the result's.
  quantised: (request) => {
    const { node, quantised, wanted } = request;
    const terms = node.operands.flatMap((_, index) => quantised(index) ?? []);
    if (wanted === undefined || terms.length < node.operands.length) return undefined;
    return joined(request, terms, wanted);
  },
});
