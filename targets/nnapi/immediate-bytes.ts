/** Little-endian bytes of values that stand in the program's own data. */

import { toFloat16Bits } from '../../ir/float16.ts';
import { OPERANDS } from './codes.ts';
import type { Immediate } from './syntax.ts';

export function immediateBytes({ type: { code }, values }: Immediate): Uint8Array {
  const { encoding, bytes: size } = OPERANDS[code];
  const bytes = new Uint8Array(values.length * size);
  const view = new DataView(bytes.buffer);
  for (const [index, value] of values.entries()) {
    const number = Number(value);
    const at = index * size;
    if (encoding === 'f32') view.setFloat32(at, number, true);
    else if (encoding === 'f16') view.setUint16(at, toFloat16Bits(number), true);
    else if (encoding === 'i32') view.setInt32(at, number, true);
    else view.setUint8(at, number);
  }
  return bytes;
}
