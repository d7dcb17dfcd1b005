/** Conversion: floats truncate, integers wrap, anything but 0 is true. */

import { DTYPES } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import type { NnBuilder } from '../builder.ts';
import type { Rewrite } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { carrierCode, codeOf, numberLike } from '../terms.ts';
import type { Term } from '../terms.ts';

/** Bools have no conversions, and narrow integers are made of those of 32 bits. */
const inSteps: Rewrite = ({ b, m, dtype, operand, result }) => {
  const [from, to] = [dtype(0), result.dtype];
  const x = operand(0);
  if (from === to) return x;
  if (to === 'bool') return b.logical_not({ input: m.equal(x, 0) });
  if (from === 'bool') {
    const direct = to === 'f32' || to === 'f16' || to === 'i32' ? to : 'i32';
    return m.cast(m.where(x, b.scalar(direct, 1), b.scalar(direct, 0)), to);
  }
  const isWide = DTYPES[from].kind === 'float' && to !== 'i32';
  return isWide && DTYPES[to].kind !== 'float' ? m.cast(m.cast(x, 'i32'), to) : undefined;
};

export const cast = lowering(
  ({ m, required, type, result }) => {
    const x = required(0);
    const code = carrierCode(result.dtype);
    if (code === undefined) throw new Error(`${result.dtype} is carried by nothing`);
    return code === 'TENSOR_INT32' && codeOf(x) === code
      ? wrapped(m, x, type(0).dtype, result.dtype)
      : m.cast(x, code);
  },
  { rewrite: inSteps },
);

/** Brings integers of 32 bits into the range of fewer. */
function wrapped(m: NnBuilder, x: Term, from: DType, to: DType): Term {
  const { kind, bits } = DTYPES[to];
  const holds =
    DTYPES[from].bits < bits || (DTYPES[from].bits === bits && DTYPES[from].kind === kind);
  if (bits >= 32 || holds) return x;
  const range = 2 ** bits;
  const lowest = kind === 'int' ? -range / 2 : 0;
  const numbers = m.cast(x, 'TENSOR_FLOAT32');
  const shifted = m.arithmetic('SUB', numbers, numberLike(numbers, lowest));
  const turns = m.arithmetic('MUL', shifted, numberLike(shifted, 1 / range));
  const whole = m.op('FLOOR', [turns], turns.type);
  const beyond = m.arithmetic('MUL', whole, numberLike(whole, range));
  return m.cast(m.arithmetic('SUB', numbers, beyond), 'TENSOR_INT32');
}
