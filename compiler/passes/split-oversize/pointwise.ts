/** Rows of every operand that has them; what is broadcast along them is read whole. */

import { namedOperands } from '../../../ir/operands.ts';
import { resultOf } from '../../../ir/graph.ts';
import { AXIS, shapeOf } from './strips.ts';
import type { StripRule } from './strips.ts';

export const pointwiseRule: StripRule = ({ builder, node, rows }) => {
  const shape = shapeOf(resultOf(node));
  return (range) => {
    const operands = node.operands.map((operand) => {
      if (operand === undefined) return undefined;
      const own = shapeOf(operand);
      const isCut = own.length === shape.length && own[AXIS] === shape[AXIS];
      const axis = AXIS - (shape.length - own.length);
      if (!isCut && (own[axis] ?? 1) !== 1) throw new Error('an operand has rows of its own');
      return isCut ? rows(operand, range) : operand;
    });
    const [result] = builder.node(node.op, namedOperands(node.op, operands), node.attributes);
    if (result === undefined) throw new Error('a pointwise op has a result');
    return result;
  };
};
