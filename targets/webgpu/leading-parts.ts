/** Constants that can be computed one after the other, since each is a run of another's elements. */

import type { Constant } from '../../ir/constant.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { normalizeAxis } from '../../ir/shapes.ts';
import { elementCount } from '../../ir/types.ts';

/** Row by row, the elements of the parts are those of the constant. */
export function leadingParts(constant: Constant): readonly Constant[] {
  const { source, type } = constant;
  if (source.kind !== 'recipe' || source.op !== coreOps.concat) return [constant];
  const axis = normalizeAxis(Number(source.attributes['axis']), type.shape.length);
  if (elementCount(type.shape.slice(0, axis)) !== 1) return [constant];
  return source.operands.flatMap((operand) => (operand === undefined ? [] : leadingParts(operand)));
}
