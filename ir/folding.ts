/** Folds that several ops share: neutral elements, and nodes that change nothing. */

import type { Folded, FoldOperand } from './define.ts';
import { getElement } from './tensor.ts';
import { shapeEquals } from './types.ts';
import type { TensorType } from './types.ts';

/** `x op neutral` is x where the other operand does not widen the shape. */
export function foldNeutral(neutral: number, side: 'either' | 'right') {
  return (
    { a, b }: { readonly a: FoldOperand; readonly b: FoldOperand },
    _: unknown,
    [result]: readonly TensorType[],
  ): Folded | undefined => {
    if (result === undefined) return undefined;
    if (isAll(b, neutral) && shapeEquals(a.type.shape, result.shape)) return { operand: 'a' };
    if (side === 'either' && isAll(a, neutral) && shapeEquals(b.type.shape, result.shape)) {
      return { operand: 'b' };
    }
    return undefined;
  };
}

/** Every element of a small constant equals `value`. */
export function isAll(operand: FoldOperand, value: number): boolean {
  const { constant } = operand;
  if (constant === undefined) return false;
  for (let index = 0; index < constant.data.length; index++) {
    if (Number(getElement(constant, index)) !== value) return false;
  }
  return true;
}
