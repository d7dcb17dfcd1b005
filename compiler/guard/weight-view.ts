/** Sees a weight as another one that is stored, moved about and multiplied by one number. */

import { inlineValue } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { DTYPES, elementCount } from '../../ir/types.ts';

export interface WeightView {
  readonly base: Constant;
  /** The axis of the base that holds what lies along the axis that is asked for. */
  readonly axis: number | undefined;
  readonly factor: number;
}

/** What neither reads nor moves the base: bounds and sums are the same, times the factor. */
export function viewOf(constant: Constant, axis: number | undefined, factor = 1): WeightView {
  const { source, type } = constant;
  const here = { base: constant, axis, factor };
  if (source.kind !== 'recipe') return here;
  const [first, second] = source.operands;
  if (first === undefined || DTYPES[first.type.dtype].kind !== 'float') return here;
  switch (source.op) {
    case builtinOps.cast:
      return DTYPES[type.dtype].kind === 'float' ? viewOf(first, axis, factor) : here;
    case builtinOps.transpose: {
      const perm = source.attributes['perm'] as readonly number[];
      return viewOf(first, axis === undefined ? axis : perm[axis], factor);
    }
    case builtinOps.reshape: {
      const from = axis === undefined ? axis : sameAxis(type.shape, first.type.shape, axis);
      return axis !== undefined && from === undefined ? here : viewOf(first, from, factor);
    }
    case builtinOps.mul: {
      const by = second && numberOf(second);
      return by === undefined ? here : viewOf(first, axis, factor * by);
    }
    default:
      return here;
  }
}

/** The axis of as many elements, with as many before it. */
function sameAxis(
  shape: readonly number[],
  from: readonly number[],
  axis: number,
): number | undefined {
  const before = elementCount(shape.slice(0, axis));
  const found = from.findIndex(
    (size, at) => size === shape[axis] && elementCount(from.slice(0, at)) === before,
  );
  return found < 0 ? undefined : found;
}

function numberOf(constant: Constant): number | undefined {
  if (elementCount(constant.type.shape) !== 1) return undefined;
  const value = inlineValue(constant);
  return value && toNumbers(value)[0];
}
