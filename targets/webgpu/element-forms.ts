/** How elements lie in memory, by form: what a shader binds a buffer as, and how it reads elements from that. */

import type { ElementForm, FewBitsForm } from './program.ts';

/** What of a bound buffer decides how it is read. */
interface BoundForm {
  readonly name: string;
  readonly stored: ElementForm;
  readonly width: 1 | 4;
}

/** WGSL functions that the expressions call. */
interface Helpers {
  readonly helper: (name: string, text: string) => void;
}

/**
 * The WGSL type of the items of a buffer. An item of halves is the word, or pair of words, that holds them; one of bytes
 * or nibbles a word, or as many words as hold sixteen; of a stream of bits always a word.
 */
export function itemType(stored: ElementForm, width: 1 | 4): string {
  if (stored === 'bytes') return width === 1 ? 'u32' : 'vec4<u32>';
  if (stored === 'nibbles') return width === 1 ? 'u32' : 'vec2<u32>';
  if (stored === 'halves') return width === 1 ? 'u32' : 'vec2<u32>';
  if (isFewBits(stored)) return 'u32';
  return width === 1 ? stored : `vec4<${stored}>`;
}

export function isFewBits(stored: ElementForm): stored is FewBitsForm {
  return stored === 'bytes' || stored === 'nibbles' || stored.startsWith('bits');
}

/** The element at `element`, or the four from it on, as they are stored; halves as f32. */
export function loadElements(
  helpers: Helpers,
  bound: BoundForm,
  element: string,
  width: 1 | 4,
): string {
  const { name, stored } = bound;
  if (isFewBits(stored)) throw new Error('kernels unpack few bits');
  const four = `${name}[(${element}) / 4u]`;
  if (width === 4 && bound.width === 4) {
    return stored === 'halves' ? unpackFour(helpers, four) : four;
  }
  if (width === 4) {
    const lanes = [0, 1, 2, 3].map((lane) =>
      loadElements(helpers, bound, `${element} + ${lane}u`, 1),
    );
    return `vec4<${stored === 'halves' ? 'f32' : stored}>(${lanes.join(', ')})`;
  }
  if (stored === 'halves') {
    const word =
      bound.width === 4 ? `${four}[((${element}) / 2u) % 2u]` : `${name}[(${element}) / 2u]`;
    return unpackOne(helpers, word, element);
  }
  return bound.width === 4 ? `${four}[(${element}) % 4u]` : `${name}[${element}]`;
}

function unpackFour(helpers: Helpers, words: string): string {
  helpers.helper(
    'unpack_four',
    'fn unpack_four(words: vec2<u32>) -> vec4<f32> {\n  return vec4<f32>(unpack2x16float(words.x), unpack2x16float(words.y));\n}',
  );
  return `unpack_four(${words})`;
}

function unpackOne(helpers: Helpers, word: string, element: string): string {
  helpers.helper(
    'unpack_one',
    'fn unpack_one(word: u32, element: u32) -> f32 {\n  return unpack2x16float(word >> (16u * (element % 2u))).x;\n}',
  );
  return `unpack_one(${word}, ${element})`;
}
