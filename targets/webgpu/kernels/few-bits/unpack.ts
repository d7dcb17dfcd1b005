/** Integers of few bits in the words of a weight, as vec4s of f32: exact, and of no optional part of WGSL. */

import type { KernelWriter } from '../../syntax.ts';
import type { Integers } from './weight.ts';

/** Integers in an item that is bound four wide: as many vec4s of four. */
export const ITEM = 16;

/** The type of such an item. */
export function itemOf({ stored }: Integers): 'vec4<u32>' | 'vec2<u32>' {
  return stored === 'bytes' ? 'vec4<u32>' : 'vec2<u32>';
}

/** The four vec4s of an item in a variable: of bytes one for each word, of nibbles two, the low halves first. */
export function unpackItem(
  kernel: KernelWriter,
  item: string,
  integers: Integers,
): readonly string[] {
  if (integers.stored === 'bytes') {
    return ['x', 'y', 'z', 'w'].map((word) => unpackBytes(kernel, `${item}.${word}`, integers));
  }
  return ['x', 'y'].flatMap((word) =>
    [0, 4].map((low) => call(kernel, `${item}.${word}`, { ...integers, bits: 4, low })),
  );
}

/** The four bytes of a word. */
export function unpackBytes(
  kernel: KernelWriter,
  word: string,
  { signed }: Pick<Integers, 'signed'>,
): string {
  return call(kernel, word, { signed, bits: 8, low: 0 });
}

interface Lanes {
  readonly signed: boolean;
  readonly bits: 4 | 8;
  /** The first bit of each in its byte. */
  readonly low: number;
}

function call(kernel: KernelWriter, word: string, { signed, bits, low }: Lanes): string {
  const name = `unpack_${signed ? 'i' : 'u'}${bits}${low === 0 ? '' : '_high'}`;
  const places = [0, 8, 16, 24].map((byte) => byte + low);
  const list = (numbers: readonly number[]): string =>
    `vec4<u32>(${numbers.map((number) => `${number}u`).join(', ')})`;
  // Conversions from i32 are the faster ones.
  const value = signed
    ? `(bitcast<vec4<i32>>(vec4<u32>(word)) << ${list(places.map((place) => 32 - bits - place))}) >> vec4<u32>(${32 - bits}u)`
    : `bitcast<vec4<i32>>((vec4<u32>(word) >> ${list(places)}) & vec4<u32>(${2 ** bits - 1}u))`;
  kernel.helper(name, `fn ${name}(word: u32) -> vec4<f32> {\n  return vec4<f32>(${value});\n}`);
  return `${name}(${word})`;
}
