/** Writes a tokenizer's tables as the runtimes read them (runtime/web/pictures/tokenizer.ts says how). */

import type { TokenizerTables } from './read-tokenizer.ts';

/** "STOK" */
const MAGIC = 0x4b4f5453;

export function encodeTokenizer(tables: TokenizerTables): Uint8Array {
  const { length, begin, end, padding, inner, last, merges, specials } = tables;
  const words: number[] = [MAGIC, merges.length, specials.length, length, begin, end, padding, 0];
  words.push(...inner, ...last);
  for (const merge of merges) words.push(...merge);
  for (const [text, id] of specials) {
    const bytes = new TextEncoder().encode(text);
    const padded = new Uint8Array(4 * Math.ceil(bytes.length / 4));
    padded.set(bytes);
    words.push(id, bytes.length, ...new Uint32Array(padded.buffer));
  }
  return new Uint8Array(Uint32Array.from(words).buffer);
}
