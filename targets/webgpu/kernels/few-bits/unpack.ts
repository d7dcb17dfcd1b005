/**
 * Integers of few bits in the words of a weight, as vec4s of f32. Each stays in its byte of the word, so that a lane is the
 * number times a power of two, above a number that stands for zero: adapters on the processor shift lane by lane.
 */

import type { KernelWriter } from '../../syntax.ts';
import type { Integers } from './weight.ts';

/** Integers in an item that is bound four wide: as many vec4s of four. */
export const ITEM = 16;

/** Times this, lanes are the numbers again. */
export const LANE_SCALE = floats([0, 1, 2, 3].map((lane) => 2 ** (-8 * lane)));

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
    return ['x', 'y', 'z', 'w'].map((word) => bytesOf(kernel, `${item}.${word}`, integers));
  }
  return ['x', 'y'].flatMap((part) => {
    const word = kernel.let(`${item}.${part}${integers.signed ? ' ^ 0x88888888u' : ''}`, 'n');
    return [word, `${word} >> 4u`].map((low) => nibblesOf(kernel, low));
  });
}

/** What lanes of zeros hold; undefined where that is 0. */
export function laneZero({ stored, signed }: Integers): string | undefined {
  if (stored === 'bytes')
    return floats((signed ? [128, 128, 128, 0] : [0, 0, 0, -128]).map(inLane));
  return signed ? floats([8, 8, 8, 8].map(inLane)) : undefined;
}

/** The same for other zeros: four bytes in a word, of the same sign as the integers. */
export function lanesOfZeros(kernel: KernelWriter, word: string, integers: Integers): string {
  const lanes = bytesOf(kernel, word, integers);
  const { signed } = integers;
  if (integers.stored === 'bytes') return lanes;
  // Bytes stand for zero by other numbers than nibbles do.
  const own = laneZero({ stored: 'bytes', signed });
  return [lanes, ...(own === undefined ? [] : [` - ${own}`]), plus(laneZero(integers))].join('');
}

function plus(term: string | undefined): string {
  return term === undefined ? '' : ` + ${term}`;
}

function bytesOf(kernel: KernelWriter, word: string, { signed }: Pick<Integers, 'signed'>): string {
  const name = signed ? 'unpack_i8' : 'unpack_u8';
  // The highest byte has the sign of the word, the others have none.
  const bits = `word ^ ${signed ? '0x00808080u' : '0x80000000u'}`;
  const mask = 'vec4<u32>(0xffu, 0xff00u, 0xff0000u, 0xff000000u)';
  kernel.helper(name, helperText(name, `vec4<u32>(${bits}) & ${mask}`));
  return `${name}(${word})`;
}

function nibblesOf(kernel: KernelWriter, word: string): string {
  const name = 'unpack_u4';
  const mask = 'vec4<u32>(0xfu, 0xf00u, 0xf0000u, 0xf000000u)';
  kernel.helper(name, helperText(name, `vec4<u32>(word) & ${mask}`));
  return `${name}(${word})`;
}

/** Conversions from i32 are the faster ones. */
function helperText(name: string, bits: string): string {
  return `fn ${name}(word: u32) -> vec4<f32> {\n  return vec4<f32>(bitcast<vec4<i32>>(${bits}));\n}`;
}

function inLane(number: number, lane: number): number {
  return number * 2 ** (8 * lane);
}

function floats(numbers: readonly number[]): string {
  return `vec4<f32>(${numbers.join(', ')})`;
}
