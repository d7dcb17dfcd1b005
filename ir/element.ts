/** One element as its dtype holds it: floats rounded to nearest even, integers by their low bits, bool as "not zero". */

import { roundToBfloat16, roundToFloat16 } from './float16.ts';
import { DTYPES } from './types.ts';
import type { DType } from './types.ts';

/** Rounds a number to what a float dtype can hold; other dtypes are returned as they are. */
export function roundTo(dtype: DType, value: number): number {
  switch (dtype) {
    case 'f16':
      return roundToFloat16(value);
    case 'bf16':
      return roundToBfloat16(value);
    case 'f32':
      return Math.fround(value);
    default:
      return value;
  }
}

/** What an element of any dtype but the 64-bit integers is stored as. */
export function toStorage(dtype: DType, element: number | bigint): number {
  if (dtype === 'bool') return Number.isNaN(element) || Number(element) !== 0 ? 1 : 0;
  const { kind, bits } = DTYPES[dtype];
  if (kind === 'float') return roundTo(dtype, bits < 64 ? toRoundable(element) : Number(element));
  return wrap(element, bits, kind === 'int');
}

/** A double that rounds to the shorter floats as the element does: a large integer is not rounded twice. */
function toRoundable(element: number | bigint): number {
  if (typeof element === 'number') return element;
  const near = Number(element);
  if (Number.isSafeInteger(near)) return near;
  // 53 bits hold the high ones, the lowest of which tells whether anything is left below (rounding to odd).
  const high = element / 2048n;
  const sticky = element % 2048n !== 0n && high % 2n === 0n;
  return Number(sticky ? high + (element < 0n ? -1n : 1n) : high) * 2048;
}

function wrap(element: number | bigint, bits: number, signed: boolean): number {
  if (typeof element === 'number' && Number.isSafeInteger(Math.trunc(element))) {
    const whole = Math.trunc(element);
    const half = 2 ** (bits - 1);
    const low = signed ? -half : 0;
    if (whole >= low && whole < low + 2 ** bits) return whole;
  }
  const big = toBig(element);
  return Number(signed ? BigInt.asIntN(bits, big) : BigInt.asUintN(bits, big));
}

/** Truncated towards zero; what no integer can be is 0, or an end of 64 bits. */
export function toBig(element: number | bigint): bigint {
  if (typeof element === 'bigint') return element;
  if (Number.isNaN(element)) return 0n;
  if (element === Infinity) return 2n ** 63n - 1n;
  if (element === -Infinity) return -(2n ** 63n);
  return BigInt(Math.trunc(element));
}
