/** CLIP's tokenizer: words to the ids of byte pairs, between a begin and an end, padded to the text encoder's length. */

import { SnapcError } from '../errors.ts';
import { Merges } from './merges.ts';
import { normalize, wordsOf } from './words.ts';

export interface Tokens {
  /** As many as the text encoder reads. */
  readonly ids: Int32Array;
  /** How many tokens of the prompt did not fit. */
  readonly dropped: number;
}

/** UTF-16 units: far more than a text encoder reads, and nothing that keeps a phone busy. */
export const LONGEST_PROMPT = 65_536;
/** More than the compiler lets a text encoder read. */
const LONGEST_CONTEXT = 65_536;
const MAGIC = 0x4b4f5453;
const HEADER = 8;
const BYTES = 256;

/**
 * Reads the tables that the compiler wrote: 32-bit words, little-endian. A header (magic, merges, special words,
 * length, and the ids of begin, end, padding and unknown), the ids of bytes inside and at the end of a word,
 * merges as triples, and of each special word its id, the length of its text, and the text as UTF-8 to full words.
 */
export class Tokenizer {
  readonly length: number;
  readonly #begin: number;
  readonly #end: number;
  readonly #padding: number;
  readonly #inner: Uint32Array;
  readonly #last: Uint32Array;
  readonly #merges: Merges;
  readonly #specials: readonly (readonly [text: string, id: number])[];

  constructor(bytes: Uint8Array) {
    const whole = bytes.byteLength >> 2;
    const words = new Uint32Array(bytes.slice(0, 4 * whole).buffer);
    const [magic, merges = 0, specials = 0, length = 0, begin = 0, end = 0, padding = 0] = words;
    const start = HEADER + 2 * BYTES;
    if (magic !== MAGIC || length > LONGEST_CONTEXT || whole < start + 3 * merges) throw cutOff();
    this.length = length;
    this.#begin = begin;
    this.#end = end;
    this.#padding = padding;
    this.#inner = words.subarray(HEADER, HEADER + BYTES);
    this.#last = words.subarray(HEADER + BYTES, start);
    this.#merges = new Merges(words.subarray(start, start + 3 * merges));
    this.#specials = readSpecials(bytes, words, start + 3 * merges, specials);
  }

  encode(prompt: string): Tokens {
    if (prompt.length > LONGEST_PROMPT) throw new SnapcError('input', tooLong('prompt', prompt));
    const found = this.#parts(normalize(prompt)).flatMap((part) =>
      typeof part === 'number' ? [part] : [...wordsOf(part)].flatMap((word) => this.#word(word)),
    );
    const ids = new Int32Array(this.length).fill(this.#padding);
    const room = Math.max(this.length - 2, 0);
    ids.set([this.#begin, ...found.slice(0, room), this.#end].slice(0, this.length));
    return { ids, dropped: Math.max(found.length - room, 0) };
  }

  /** Special words in a prompt are their ids. */
  #parts(text: string): readonly (string | number)[] {
    let parts: readonly (string | number)[] = [text];
    for (const [special, id] of this.#specials) {
      parts = parts.flatMap((part) => {
        if (typeof part === 'number') return [part];
        return part.split(special).flatMap((piece, at) => (at === 0 ? [piece] : [id, piece]));
      });
    }
    return parts;
  }

  #word(word: string): readonly number[] {
    const bytes = new TextEncoder().encode(word);
    const last = bytes.length - 1;
    const symbols = Array.from(
      bytes,
      (byte, at) => (at === last ? this.#last : this.#inner)[byte] ?? 0,
    );
    return this.#merges.apply(symbols);
  }
}

/** Says so of a text that is longer than LONGEST_PROMPT. */
export function tooLong(name: string, { length }: string): string {
  return `the ${name} has ${length} characters; at most ${LONGEST_PROMPT} are read, and far fewer fit the model`;
}

function cutOff(): SnapcError {
  return new SnapcError('weights', 'the tokenizer is cut off, or is not the one that was compiled');
}

function readSpecials(
  bytes: Uint8Array,
  words: Uint32Array,
  start: number,
  count: number,
): readonly (readonly [string, number])[] {
  const found: (readonly [string, number])[] = [];
  let at = start;
  for (let index = 0; index < count; index++) {
    const [id = 0, length = 0] = words.subarray(at, at + 2);
    at += 2;
    // Pages that are not served over https check no hashes.
    if (4 * at + length > bytes.byteLength) throw cutOff();
    found.push([new TextDecoder().decode(bytes.subarray(4 * at, 4 * at + length)), id]);
    at += Math.ceil(length / 4);
  }
  return found;
}
