/** Converts the typed arrays of the API to and from the words that lie in GPU buffers. */

import { SnapcError } from './errors.ts';
import type { ProgramTensor } from './program.ts';

/** A Float16Array where the platform has it; older TypeScript libraries lack the name. */
export interface HalfFloats extends ArrayLike<number>, ArrayBufferView {
  readonly [Symbol.toStringTag]: 'Float16Array';
}

/** What can be given as an input, and what outputs are. */
export type Elements =
  | Float32Array
  | Float64Array
  | HalfFloats
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array;

/** The arrays that an input of each dtype may be; an output is the first one. */
const ARRAYS: Readonly<Record<string, readonly string[]>> = {
  f64: ['Float64Array', 'Float32Array'],
  f32: ['Float32Array'],
  f16: ['Float32Array', 'Float16Array', 'Uint16Array'],
  bf16: ['Float32Array'],
  i64: ['BigInt64Array', 'Int32Array'],
  i32: ['Int32Array'],
  i16: ['Int16Array'],
  i8: ['Int8Array'],
  i4: ['Int8Array'],
  u64: ['BigUint64Array', 'Uint32Array'],
  u32: ['Uint32Array'],
  u16: ['Uint16Array'],
  u8: ['Uint8Array'],
  u4: ['Uint8Array'],
  bool: ['Uint8Array'],
};

export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** The words to upload: the given array itself where it lies as the GPU wants it, padded to 4 bytes. */
export function encode(tensor: ProgramTensor, given: unknown): ArrayBufferView {
  const refuse = (fault: string): never => {
    throw new SnapcError('input', `input ${JSON.stringify(tensor.name)} ${fault}`);
  };
  const { dtype, shape, stored } = tensor;
  const accepted = ARRAYS[dtype] ?? [];
  const kind = kindOf(given);
  if (!accepted.includes(kind)) refuse(`must be a ${accepted.join(' or a ')}, not ${kind}`);
  const values = given as Elements;
  const count = countOf(shape);
  if (values.length !== count) {
    refuse(`has ${values.length} elements; its shape [${shape.join(', ')}] has ${count}`);
  }
  const bits = kind === 'Uint16Array' && dtype === 'f16';
  if (stored === 'f16') return encodeHalf(values, bits || kind === 'Float16Array');
  if (stored === 'f32') {
    if (values instanceof Float32Array) return values;
    return Float32Array.from(
      { length: count },
      bits ? (_, i) => halfToFloat(Number(values[i])) : (_, i) => Number(values[i]),
    );
  }
  const words = stored === 'i32' ? new Int32Array(count) : new Uint32Array(count);
  if (kind === kindOf(words)) return values;
  for (let i = 0; i < count; i++) {
    const value = Number(values[i]);
    words[i] = dtype === 'bool' ? Number(value !== 0) : value;
    if (dtype !== 'bool' && words[i] !== value) {
      refuse(`holds ${values[i]} at ${i}; the program computes with 32-bit integers`);
    }
  }
  return words;
}

/** An output from the words that were read back; `words` becomes the output's where it can. */
export function decode({ dtype, shape, stored }: ProgramTensor, words: ArrayBuffer): Elements {
  const count = countOf(shape);
  const from: ArrayLike<number> =
    stored === 'f32'
      ? new Float32Array(words, 0, count)
      : stored === 'i32'
        ? new Int32Array(words, 0, count)
        : stored === 'u32'
          ? new Uint32Array(words, 0, count)
          : Float32Array.from(new Uint16Array(words, 0, count), halfToFloat);
  const kind = ARRAYS[dtype]?.[0] ?? '';
  if (kind === kindOf(from)) return from as Elements;
  const list: ArrayLike<unknown> = kind.startsWith('Big') ? Array.from(from, BigInt) : from;
  return (globalThis as unknown as Readonly<Record<string, Made>>)[kind]?.from(list) as Elements;
}

/** The class of an array. */
interface Made {
  readonly from: (list: ArrayLike<unknown>) => Elements;
}

function kindOf(given: unknown): string {
  if (ArrayBuffer.isView(given)) return Object.prototype.toString.call(given).slice(8, -1);
  return given === null ? 'null' : Array.isArray(given) ? 'an array' : typeof given;
}

/** Padded to an even count, because uploads are whole 32-bit words. */
function encodeHalf(values: Elements, ready: boolean): ArrayBufferView {
  if (ready && values.length % 2 === 0) return values;
  const halves = new Uint16Array(values.length + (values.length % 2));
  if (ready) halves.set(new Uint16Array(values.buffer, values.byteOffset, values.length));
  else for (let i = 0; i < values.length; i++) halves[i] = floatToHalf(Number(values[i]));
  return halves;
}

const float = new Float32Array(1);
const floatBits = new Uint32Array(float.buffer);

/** Rounds to nearest, ties to even. */
export function floatToHalf(value: number): number {
  float[0] = value;
  const bits = floatBits[0] ?? 0;
  const sign = (bits >>> 16) & 0x8000;
  const rest = bits & 0x7fffffff;
  if (rest >= 0x47800000) return sign | (rest > 0x7f800000 ? 0x7e00 : 0x7c00);
  if (rest < 0x38800000) {
    // Adding a half moves the bits of a subnormal half to the end of the sum, rounded by the hardware.
    float[0] = Math.abs(value) + 0.5;
    return sign | ((floatBits[0] ?? 0) - 0x3f000000);
  }
  return sign | ((rest - 0x38000000 + 0xfff + ((rest >>> 13) & 1)) >>> 13);
}

/** As the bits of a float it is 2^112 times too small, subnormals too. */
export function halfToFloat(bits: number): number {
  floatBits[0] = (bits & 0x7fff) << 13;
  const size = (float[0] ?? 0) * 2 ** 112;
  return (bits & 0x8000 ? -1 : 1) * (size < 65536 ? size : bits & 1023 ? NaN : Infinity);
}
