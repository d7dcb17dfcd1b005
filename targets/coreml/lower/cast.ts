/** Conversion: floats truncate, integers wrap, anything but 0 is true. */

import { resultOf } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
import { constantBehind, isStorable, storedConstant } from '../build/compressed.ts';
import { wrapped } from '../build/pointwise.ts';
import { lowering } from '../lowering.ts';
import type { LowerRequest } from '../lowering.ts';
import type { MilDType } from '../syntax.ts';
import { carrierDType, isFloat } from '../terms.ts';
import type { Term } from '../terms.ts';

export const cast = lowering((request) => {
  const { math, type, required, result, refuse } = request;
  const from = type(0).dtype;
  const to = result.dtype;
  const target = carrierDType(to);
  if (target === undefined) return refuse(`Core ML has no ${to}`, 'convert the model before');
  const stored = castWeight(request, target);
  if (stored !== undefined) return stored;
  const x = required(0);
  if (from === 'bool' || from === to) return math.cast(x, target);
  if (to === 'bool') return math.isNonzero(x);
  if (from === 'u32' && DTYPES[to].kind === 'float') {
    return refuse('unsigned 32-bit integers cannot become floats', 'use int32');
  }
  return wrapped(math, math.cast(x, target), to);
});

/** A weight of few bits in another float, so that it stays a constant. */
function castWeight({ m, node }: LowerRequest, dtype: MilDType): Term | undefined {
  const value = resultOf(node);
  const constant = isStorable(value, m.opset) ? constantBehind(value) : undefined;
  return constant && isFloat(dtype) ? storedConstant(m, constant, dtype) : undefined;
}
