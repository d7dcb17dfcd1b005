/** The inputs one after another; bools go as numbers. */

import { elementCount } from '../../../ir/types.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { lineView } from '../build/lines.ts';
import { concat as concatTerm } from '../build/movement.ts';
import { asNumbers } from '../build/numbers.ts';
import { lowering } from '../lowering.ts';

export const concat = lowering((request) => {
  const { m, attributes, node, type, required, result } = request;
  const axis = normalizeAxis(attributes.int('axis'), result.shape.length);
  const filled = [...node.operands.keys()].filter((index) => elementCount(type(index).shape) > 0);
  const lines = filled.map((index) => lineView(m, required(index), type(index).shape, axis));
  const at = lines[0]?.axis ?? axis;
  return asNumbers(
    request,
    lines.map(({ x }) => x),
    (values) => concatTerm(m, values, at),
  );
});
