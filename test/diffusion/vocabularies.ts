/** Vocabularies and prompts to test tokenizers with. */

import * as fc from 'fast-check';
import { readFile } from 'node:fs/promises';
import { byteSymbols } from '../../compiler/diffusion/tokenizer/byte-symbols.ts';
import { encodeTokenizer } from '../../compiler/diffusion/tokenizer/encode-tokenizer.ts';
import { readTokenizer } from '../../compiler/diffusion/tokenizer/read-tokenizer.ts';
import type { TokenizerFiles } from '../../compiler/diffusion/tokenizer/read-tokenizer.ts';

export const BEGIN = '<|startoftext|>';
export const END = '<|endoftext|>';
export const LENGTH = 77;

export const CORPUS = `a photo of an astronaut riding a horse on mars, highly detailed; it's the artist's 3rd painting, 1920x1080
they're we've i'm she'll he'd can't naïve café ΑΣΤΡΟΝΑΥΤΗΣ космонавт 宇宙飛行士 👩‍🚀🚀 élève straße ŞİİR ½ ² Ⅷ ...!!! --- (((best quality)))`;

/** Bytes, bytes at the end of words, and merges learnt from the corpus as byte pair encoding does. */
function learn(): TokenizerFiles {
  const symbols = byteSymbols();
  const bytes = new TextEncoder();
  let words = CORPUS.toLowerCase()
    .split(/\s+/u)
    .map((word) => {
      const list = Array.from(bytes.encode(word), (byte) => symbols[byte] ?? '');
      return [...list.slice(0, -1), `${list.at(-1)}</w>`];
    });
  const merges: string[] = [];
  for (let count = 0; count < 300; count++) {
    const pairs = new Map<string, number>();
    for (const word of words) {
      for (let at = 0; at + 1 < word.length; at++) {
        const pair = `${word[at]} ${word[at + 1]}`;
        pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
      }
    }
    const [best] = [...pairs].toSorted((a, b) => b[1] - a[1]);
    if (best === undefined) break;
    merges.push(best[0]);
    const [left, right] = best[0].split(' ');
    words = words.map((word) => {
      const merged: string[] = [];
      for (let at = 0; at < word.length; at++) {
        const isPair = word[at] === left && word[at + 1] === right;
        merged.push(isPair ? `${left}${right}` : (word[at] ?? ''));
        if (isPair) at++;
      }
      return merged;
    });
  }
  const tokens = [
    ...symbols,
    ...symbols.map((symbol) => `${symbol}</w>`),
    ...new Set(merges.map((merge) => merge.replace(' ', ''))),
    BEGIN,
    END,
  ];
  return {
    'vocab.json': JSON.stringify(Object.fromEntries(tokens.map((token, id) => [token, id]))),
    'merges.txt': `#version: 0.2\n${merges.join('\n')}\n`,
  };
}

const folder = new URL('../../models/tiny/tokenizer/', import.meta.url);
const read = (name: string): Promise<string> => readFile(new URL(name, folder), 'utf8');
const miniature: TokenizerFiles = {
  'vocab.json': await read('vocab.json'),
  'merges.txt': await read('merges.txt'),
  'tokenizer_config.json': await read('tokenizer_config.json'),
};

/** What the compiler writes of the files. */
export function tablesOf(files: TokenizerFiles): Uint8Array {
  const tables = readTokenizer(files, LENGTH);
  if (!tables.ok) throw new Error(tables.diagnostics[0]?.message ?? '');
  return encodeTokenizer(tables.value);
}

/** Words, and what tokenizers have got wrong. */
export const pieces = fc.oneof(
  fc.constantFrom(
    ...CORPUS.split(/\s+/u),
    "'s",
    "'LL",
    "!'",
    ' ',
    '\t\n',
    '\u00a0',
    '\u2003',
    '\u0085',
    '\ufeff',
  ),
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom('é', 'é', 'Å', 'ﬀ', 'Σ', 'ς', 'İ', 'ß', '٣', '𝟘', '가', '각', '\u0301'),
);

/** The miniature's, and one that has all bytes. */
export const vocabularies: readonly (readonly [name: string, files: TokenizerFiles])[] = [
  ['the miniature', miniature],
  ['a vocabulary of all bytes', learn()],
];
