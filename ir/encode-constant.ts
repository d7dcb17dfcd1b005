/** The elements of a constant as little-endian bytes, in the number format that a target stores them in. */

import { materialize } from './constant.ts';
import type { Constant } from './constant.ts';
import { materializeHalves } from './halves.ts';
import type { TensorData } from './tensor.ts';

/** `i4` and `u4` take two elements to a byte, the first one in its low half. */
export type Encoding = 'f32' | 'f16' | 'i32' | 'u32' | 'i16' | 'u16' | 'i8' | 'u8' | 'i4' | 'u4';

/** Computes `encodeConstant` here or elsewhere. */
export interface EncodeConstant {
  (constant: Constant, encoding: Encoding, signal?: AbortSignal): Promise<Uint8Array>;
  /** Takes back what it gave and nobody reads any more: the next result may lie in that memory. */
  readonly recycle?: (bytes: Uint8Array) => void;
}

/** Bytes of an element; half of one where two share it. */
export function encodedBytes(encoding: Encoding): number {
  if (encoding === 'f16') return 2;
  if (encoding === 'i4' || encoding === 'u4') return 0.5;
  return encoding === 'f32' ? 4 : INTEGERS[encoding].array.BYTES_PER_ELEMENT;
}

/** Integers that the format cannot hold end at its limits. */
export async function encodeConstant(
  constant: Constant,
  encoding: Encoding,
): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'f16') return bytesOf(await materializeHalves(constant));
  const { data } = await materialize(constant);
  if (encoding === 'f32') {
    return bytesOf(data instanceof Float32Array ? data : Float32Array.from(data, Number));
  }
  if (encoding === 'i4' || encoding === 'u4') {
    const [low, high] = encoding === 'i4' ? [-8, 7] : [0, 15];
    return inPairs(clamp(data, new Int8Array(data.length), low, high));
  }
  const { array: IntegerArray, low, high } = INTEGERS[encoding];
  if (data instanceof IntegerArray) return bytesOf(data);
  return bytesOf(clamp(data, new IntegerArray(data.length), low, high));
}

type Integers = Int32Array | Uint32Array | Int16Array | Uint16Array | Int8Array | Uint8Array;

interface IntegerFormat {
  readonly array: { readonly BYTES_PER_ELEMENT: number; new (length: number): Integers };
  readonly low: number;
  readonly high: number;
}

const INTEGERS: Readonly<Record<Exclude<Encoding, 'f32' | 'f16' | 'i4' | 'u4'>, IntegerFormat>> = {
  i32: { array: Int32Array, low: -2147483648, high: 2147483647 },
  u32: { array: Uint32Array, low: 0, high: 4294967295 },
  i16: { array: Int16Array, low: -32768, high: 32767 },
  u16: { array: Uint16Array, low: 0, high: 65535 },
  i8: { array: Int8Array, low: -128, high: 127 },
  u8: { array: Uint8Array, low: 0, high: 255 },
};

function clamp(data: TensorData, to: Integers, low: number, high: number): Integers {
  for (let index = 0; index < data.length; index++) {
    to[index] = Math.min(high, Math.max(low, Number(data[index] ?? 0)));
  }
  return to;
}

function inPairs(nibbles: Integers): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil(nibbles.length / 2));
  for (let at = 0; at < bytes.length; at++) {
    bytes[at] = ((nibbles[2 * at] ?? 0) & 15) | ((nibbles[2 * at + 1] ?? 0) << 4);
  }
  return bytes;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}
