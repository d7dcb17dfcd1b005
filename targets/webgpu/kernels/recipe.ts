/** A constant computed from others by one op at emission, however small it is. */

import type { Constant } from '../../../ir/constant.ts';
import type { OpDefinition } from '../../../ir/define.ts';
import { namedOperands } from '../../../ir/operands.ts';
import { isStaticType } from '../../../ir/types.ts';

export function recipe(
  op: OpDefinition,
  operands: readonly (Constant | undefined)[],
  attributes: Readonly<Record<string, unknown>>,
): Constant {
  const types = operands.map((operand) => operand?.type);
  const [type] = op.infer(namedOperands(op, types), attributes);
  if (type === undefined || !isStaticType(type)) throw new Error('a constant has a known shape');
  return { type, source: { kind: 'recipe', op, operands, attributes } };
}
