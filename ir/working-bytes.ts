/** How much memory it takes to compute a constant, for whoever computes several at a time. */

import type { Constant } from './constant.ts';
import { hasTrait } from './define.ts';
import { elementCount } from './types.ts';

/** The operands and the result of the largest step; what only moves and rounds may do with two bytes an element. */
export function workingBytes(constant: Constant, halves: boolean): number {
  const each = halves && movesOnly(constant) ? 2 : 4;
  return largestStep(constant, each);
}

function largestStep({ type, source }: Constant, each: number): number {
  const own = bytesOf(type, each);
  if (source.kind !== 'recipe') return own;
  const operands = source.operands.filter((operand) => operand !== undefined);
  const step = operands.reduce((sum, operand) => sum + bytesOf(operand.type, each), own);
  return Math.max(step, ...operands.map((operand) => largestStep(operand, each)));
}

function bytesOf({ dtype, shape }: Constant['type'], each: number): number {
  return elementCount(shape) * (dtype === 'i64' || dtype === 'u64' ? 8 : each);
}

function movesOnly({ source }: Constant): boolean {
  if (source.kind !== 'recipe') return true;
  const { op, operands } = source;
  return (
    (hasTrait(op, 'movement') || hasTrait(op, 'conversion')) &&
    operands.every((operand) => operand === undefined || movesOnly(operand))
  );
}
