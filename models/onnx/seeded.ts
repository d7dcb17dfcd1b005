/** Reproducible tensor data of any size: a counter-based hash, so every chunk can be made on its own. */

import type { ByteSource } from './byte-source.ts';
import { elementCount } from './dtypes.ts';
import { float16Bits } from './float16.ts';

/** Uniform values: all lie within mean ± std * sqrt(3). */
export interface Distribution {
  readonly mean: number;
  readonly std: number;
}

export type SeededDType = 'f32' | 'f16';

const CHUNK_ELEMENTS = 1 << 18;

/** A seed of its own for each name, so that a tensor's values do not depend on its neighbours (FNV-1a). */
export function seedFor(name: string, seed: number): number {
  let hash = (0x811c9dc5 ^ Math.imul(seed, 0x9e3779b1)) >>> 0;
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193);
  }
  return hash >>> 0;
}

/** Writes the values from index `start` on; the same seed and index always give the same value. */
export function fillSeeded(
  out: Float32Array,
  seed: number,
  start: number,
  { mean, std }: Distribution,
): void {
  const range = std * Math.sqrt(12);
  const low = mean - range / 2;
  const scale = range / 2 ** 24;
  for (let index = 0; index < out.length; index++) {
    let hash = Math.imul(start + index, 0x9e3779b1) ^ seed;
    hash = Math.imul(hash ^ (hash >>> 16), 0x21f0aaad);
    hash = Math.imul(hash ^ (hash >>> 15), 0x735a2d97);
    hash ^= hash >>> 15;
    out[index] = low + (hash >>> 8) * scale;
  }
}

/** The raw data of a seeded tensor, made chunk by chunk while it is read. */
export function seededBytes(
  dtype: SeededDType,
  shape: readonly number[],
  seed: number,
  distribution: Distribution,
): ByteSource {
  const count = elementCount(shape);
  const size = dtype === 'f32' ? 4 : 2;
  return {
    byteLength: count * size,
    *chunks() {
      for (let start = 0; start < count; start += CHUNK_ELEMENTS) {
        const values = new Float32Array(Math.min(CHUNK_ELEMENTS, count - start));
        fillSeeded(values, seed, start, distribution);
        yield dtype === 'f32' ? littleEndian(values) : halves(values);
      }
    },
  };
}

const HOST_IS_LITTLE_ENDIAN = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1;

function littleEndian(values: Float32Array): Uint8Array {
  if (HOST_IS_LITTLE_ENDIAN) return new Uint8Array(values.buffer);
  const bytes = new DataView(values.buffer);
  for (const [index, value] of values.entries()) bytes.setFloat32(index * 4, value, true);
  return new Uint8Array(values.buffer);
}

function halves(values: Float32Array): Uint8Array {
  const bytes = new Uint8Array(values.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < values.length; index++) {
    view.setUint16(index * 2, float16Bits(values[index] ?? 0), true);
  }
  return bytes;
}
