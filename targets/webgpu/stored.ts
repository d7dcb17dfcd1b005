/** How many bytes tensors take in GPU memory. */

import { elementCount } from '../../ir/types.ts';
import type { StaticTensorType } from '../../ir/types.ts';
import { storedBytes } from './syntax.ts';

/** One vec4: what a shader may bind even of a tensor without elements. */
const SMALLEST = 16;

/** Bytes of the elements alone. */
export function elementBytes({ dtype, shape }: StaticTensorType): number {
  return elementCount(shape) * storedBytes(dtype);
}

/** Bytes of a buffer or binding for a tensor: whole 32-bit words, and never nothing. */
export function bufferBytes(type: StaticTensorType): number {
  return Math.max(SMALLEST, Math.ceil(elementBytes(type) / 4) * 4);
}
