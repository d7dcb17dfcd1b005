/** How many bytes tensors take in GPU memory. */

import { elementCount } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import type { Buffer, ElementForm } from './program.ts';
import { storedType } from './syntax.ts';

/** One vec4: what a shader may bind even of a tensor without elements. */
const SMALLEST = 16;

/** Bytes of the elements alone. */
export function elementBytes({ shape }: StaticTensorType, form: ElementForm): number {
  return Math.ceil(elementCount(shape) * BYTES[form]);
}

const BYTES: Readonly<Record<ElementForm, number>> = {
  f32: 4,
  i32: 4,
  u32: 4,
  f16: 2,
  halves: 2,
  bytes: 1,
  nibbles: 0.5,
  bits1: 1 / 8,
  bits2: 2 / 8,
  bits3: 3 / 8,
  bits6: 6 / 8,
};

/** Bytes of a buffer or binding for a tensor: whole 32-bit words, and never nothing. */
export function bufferBytes(
  type: StaticTensorType,
  form: ElementForm = storedType(type.dtype),
): number {
  return Math.max(SMALLEST, Math.ceil(elementBytes(type, form) / 4) * 4);
}

/** Bytes that a kernel binds. */
export function boundBytes(buffer: Buffer): number {
  return bufferBytes(buffer.type, buffer.kind === 'weight' ? buffer.stored : undefined);
}
