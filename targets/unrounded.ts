/** A constant as it was before a pass rounded it to fp16. */

import type { Constant } from '../ir/constant.ts';
import { hasTrait } from '../ir/define.ts';

/** The same numbers in fp32; undefined for what was never wider, or was computed from what was rounded. */
export function unrounded(constant: Constant): Constant | undefined {
  const { type, source } = constant;
  if (source.kind !== 'recipe') return type.dtype === 'f32' ? constant : undefined;
  const { op, operands } = source;
  if (hasTrait(op, 'conversion')) return operands[0] && unrounded(operands[0]);
  if (!hasTrait(op, 'movement')) return undefined;
  const wide = operands.map((operand) => operand && unrounded(operand));
  const whole = operands.every(
    (operand, index) => (operand === undefined) === (wide[index] === undefined),
  );
  if (!whole) return undefined;
  return { type: { ...type, dtype: 'f32' }, source: { ...source, operands: wide } };
}
