/** The elements of a constant as little-endian bytes, in the number format that a target stores them in. */

import { materialize } from './constant.ts';
import type { Constant } from './constant.ts';
import { materializeHalves } from './halves.ts';
import type { TensorData } from './tensor.ts';

export type Encoding = 'f32' | 'f16' | 'i32' | 'u32';

/** Computes `encodeConstant` here or elsewhere. */
export type EncodeConstant = (
  constant: Constant,
  encoding: Encoding,
  signal?: AbortSignal,
) => Promise<Uint8Array<ArrayBuffer>>;

/** Integers that the format cannot hold end at its limits. */
export async function encodeConstant(
  constant: Constant,
  encoding: Encoding,
): Promise<Uint8Array<ArrayBuffer>> {
  if (encoding === 'f16') return bytesOf(await materializeHalves(constant));
  const { data } = await materialize(constant);
  switch (encoding) {
    case 'f32':
      return bytesOf(data instanceof Float32Array ? data : Float32Array.from(data, Number));
    case 'i32':
      return bytesOf(
        data instanceof Int32Array
          ? data
          : clamp(data, new Int32Array(data.length), -2147483648, 2147483647),
      );
    case 'u32':
      return bytesOf(
        data instanceof Uint32Array
          ? data
          : clamp(data, new Uint32Array(data.length), 0, 4294967295),
      );
  }
}

function clamp<W extends Int32Array | Uint32Array>(
  data: TensorData,
  words: W,
  low: number,
  high: number,
): W {
  for (let index = 0; index < data.length; index++) {
    words[index] = Math.min(high, Math.max(low, Number(data[index] ?? 0)));
  }
  return words;
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array<ArrayBuffer> {
  if (buffer instanceof ArrayBuffer) return new Uint8Array(buffer, byteOffset, byteLength);
  return new Uint8Array(buffer, byteOffset, byteLength).slice();
}
