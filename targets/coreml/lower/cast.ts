/** Conversion: floats truncate, integers wrap, anything but 0 is true. */

import { DTYPES } from '../../../ir/types.ts';
import { wrapped } from '../build/pointwise.ts';
import { lowering } from '../lowering.ts';
import { carrierDType } from '../terms.ts';

export const cast = lowering((request) => {
  const { math, type, required, result, refuse } = request;
  const from = type(0).dtype;
  const to = result.dtype;
  const x = required(0);
  const target = carrierDType(to);
  if (target === undefined) return refuse(`Core ML has no ${to}`, 'convert the model before');
  if (from === 'bool' || from === to) return math.cast(x, target);
  if (to === 'bool') return math.isNonzero(x);
  if (from === 'u32' && DTYPES[to].kind === 'float') {
    return refuse('unsigned 32-bit integers cannot become floats', 'use int32');
  }
  return wrapped(math, math.cast(x, target), to);
});
