/** Which values are floats, and which nodes only hand them on. */

import { hasTrait } from '../../ir/define.ts';
import type { Node, Value } from '../../ir/graph.ts';
import { DTYPES } from '../../ir/types.ts';

/** Gives numbers that it reads, unchanged. */
export function isMoved({ op, operands, results }: Node): boolean {
  if (hasTrait(op, 'movement')) return true;
  const [operand] = operands;
  const [result] = results;
  return (
    hasTrait(op, 'conversion') &&
    operand !== undefined &&
    result !== undefined &&
    isFloat(operand) &&
    isFloat(result)
  );
}

export function isFloat({ type }: Value): boolean {
  return DTYPES[type.dtype].kind === 'float';
}

export function touchesFloats({ operands, results }: Node): boolean {
  return (
    results.some(isFloat) || operands.some((operand) => operand !== undefined && isFloat(operand))
  );
}
