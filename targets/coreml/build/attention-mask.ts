/** What is added to the scores of attention: finite numbers that hide keys, never -inf. */

import { dataConstant, inlineValue } from '../../../ir/constant.ts';
import type { Constant } from '../../../ir/constant.ts';
import { getElement, tensorFrom } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { largestFinite } from '../../../ir/arithmetic.ts';
import { elementCount } from '../../../ir/types.ts';
import { HIDDEN } from '../finite-masks.ts';
import type { LowerRequest } from '../lowering.ts';
import type { MilDType } from '../syntax.ts';
import { carrierDType, dtypeOf, shapeOf, table, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { reduce } from './reduce.ts';

export interface AttentionMask {
  readonly added: Term | undefined;
  /** True where a query sees any key; undefined where all do. */
  readonly seen: Term | undefined;
}

const MASK = 3;

/** Of the scores: the query's. */
function scoreDType({ type, refuse }: LowerRequest): MilDType {
  const { dtype } = type(0);
  return carrierDType(dtype) ?? refuse(`Core ML has no ${dtype}`, 'use fp32 or fp16');
}

/** The same in each dtype. */
function hidden(dtype: MilDType): number {
  return dtype === 'fp16' ? HIDDEN : -1e38;
}

export function attentionMask(request: LowerRequest): AttentionMask {
  const { math, operand, constant, attributes } = request;
  const dtype = scoreDType(request);
  const causal = attributes.bool('causal') ? causalMask(request) : undefined;
  const mask = operand(MASK);
  if (mask === undefined) return { added: causal, seen: undefined };
  const known = constant(MASK);
  const finite = known && finiteMask(known, dtype);
  // With a causal mask too, what is seen depends on both.
  if (finite !== undefined && causal === undefined) return { added: finite, seen: undefined };
  const visible = visibleKeys(request, mask);
  const own = dtypeOf(mask) === 'bool' ? added(request, mask) : math.maximum(mask, hidden(dtype));
  const both = causal === undefined ? own : math.maximum(math.add(own, causal), hidden(dtype));
  const shown =
    causal === undefined ? visible : math.and(visible, math.greater(causal, hidden(dtype) / 2));
  return { added: both, seen: anyOf(request, shown) };
}

/** A constant mask with finite numbers, if every query sees a key then. */
function finiteMask(constant: Constant, dtype: MilDType): Term | undefined {
  const value = inlineValue(constant);
  if (value === undefined || (dtype !== 'fp16' && dtype !== 'fp32')) return undefined;
  const isHidden = (index: number): boolean => {
    const element = Number(getElement(value, index));
    return value.dtype === 'bool' ? element === 0 : element === -Infinity;
  };
  if (hidesARow(value, isHidden)) return undefined;
  const low = hidden(dtype);
  const numbers = Array.from({ length: elementCount(value.shape) }, (_, index) => {
    if (isHidden(index)) return low;
    return value.dtype === 'bool' ? 0 : Math.max(low, Number(getElement(value, index)));
  });
  const stored = dtype === 'fp16' ? 'f16' : 'f32';
  return weight(dataConstant(tensorFrom(stored, value.shape, numbers)), dtype);
}

function hidesARow({ shape }: Tensor, isHidden: (index: number) => boolean): boolean {
  const keys = shape.at(-1) ?? 1;
  const rows = elementCount(shape) / keys;
  return Array.from({ length: rows }, (_, row) => row * keys).some((start) =>
    Array.from({ length: keys }, (_, at) => start + at).every(isHidden),
  );
}

/** Hides the keys after the query's own place. */
function causalMask(request: LowerRequest): Term {
  const { type } = request;
  const dtype = scoreDType(request);
  const queries = type(0).shape.at(-2) ?? 1;
  const keys = type(1).shape.at(-2) ?? 1;
  const values = Array.from({ length: queries * keys }, (_, index) =>
    index % keys > Math.floor(index / keys) ? hidden(dtype) : 0,
  );
  return table(dtype, [queries, keys], values);
}

function added(request: LowerRequest, shown: Term): Term {
  const { math } = request;
  const dtype = scoreDType(request);
  return math.mul(math.sub(1, math.cast(shown, dtype)), hidden(dtype));
}

/** Where a mask hides nothing: true, or above -inf. */
function visibleKeys({ math, type }: LowerRequest, mask: Term): Term {
  if (dtypeOf(mask) === 'bool') return mask;
  return math.not(math.less(mask, -largestFinite(type(MASK).dtype)));
}

function anyOf(request: LowerRequest, shown: Term): Term {
  const { m, math } = request;
  const dtype = scoreDType(request);
  const counts = reduce(m, 'reduce_max', math.cast(shown, dtype), [shapeOf(shown).length - 1]);
  return math.greater(counts, 0);
}
