/** Vectors of the tokenizer; npm's @huggingface/tokenizers reads the prompts to the same ids. */

import * as fc from 'fast-check';
import { Tokenizer } from '../../../runtime/web/pictures/tokenizer.ts';
import { normalize, wordsOf } from '../../../runtime/web/pictures/words.ts';
import { theirs } from '../reference-tokenizer.ts';
import { BEGIN, CORPUS, END, LENGTH, pieces, tablesOf, vocabularies } from '../vocabularies.ts';
import { demand, fractions, line, units } from './fields.ts';
import type { Lines } from './fields.ts';

export function textVectors(): Readonly<Record<string, Lines | Uint8Array>> {
  const prompts = [...WRITTEN, ...noise(), ...marks()];
  const texts = [...prompts, ...everyCharacter()];
  const files: Record<string, Lines | Uint8Array> = {
    'normalize.txt': texts.map((text) => line(units(text), units(normalize(text)))),
    'words.txt': prompts
      .map(normalize)
      .map((text) => line(units(text), ...[...wordsOf(text)].map(units))),
  };
  for (const [index, [, vocabulary]] of vocabularies.entries()) {
    const tables = tablesOf(vocabulary);
    files[`tokens-${index}.bin`] = tables;
    files[`tokens-${index}.txt`] = tokenLines(new Tokenizer(tables), theirs(vocabulary), prompts);
  }
  return files;
}

function tokenLines(
  own: Tokenizer,
  reference: ReturnType<typeof theirs>,
  prompts: readonly string[],
): Lines {
  const end = reference.token_to_id(END) ?? -1;
  const padded = (ids: readonly number[]): readonly number[] =>
    [
      ...ids.slice(0, LENGTH - 1),
      ...Array<number>(Math.max(LENGTH - ids.length + 1, 1)).fill(end),
    ].slice(0, LENGTH);
  return prompts.map((prompt) => {
    const { ids, dropped } = own.encode(prompt);
    const expected = reference.encode(prompt).ids;
    // What has no token has the end's id in ours, and is left to the web's own tests.
    if (!expected.slice(1, -1).includes(end)) {
      const fit = padded(expected.slice(0, -1));
      demand(String(fit) === String([...ids]), `the reference reads ${units(prompt)} otherwise`);
      demand(dropped === Math.max(expected.length - LENGTH, 0), `length of ${units(prompt)}`);
    }
    return line(units(prompt), dropped, ...ids);
  });
}

const WRITTEN = [
  '',
  ' ',
  'a red circle',
  CORPUS,
  "it's '  's '' !'s 12345",
  `one ${BEGIN} two ${END}${END}`,
  '<|START|>',
  'a '.repeat(2000),
  'x'.repeat(5000),
  'ΑΣ ΑΣ. Σ ΣΑ Α\u00adΣ ΑΣ\u0301 ΑΣΑ 𝐀Σ',
  'İI\u0307 ǅ Ǆ ŉ ﬁ ẞ',
  '\ud800',
  'a\udc00b',
  '\u0000\u0001 \u0085 \u200b\u200d\ufeff',
  '👩‍👩‍👧‍👦 🏳️‍🌈 e\u0301\u0323 q\u0307\u0323',
  '\u1112\u1161\u11ab 한글 \uac00\u11a8 \u1100\uac00',
];

function noise(): readonly string[] {
  const noisy = fc.array(pieces, { maxLength: 12 }).map((parts) => parts.join(''));
  return fc.sample(noisy, { seed: 7, numRuns: 400 });
}

/** Letters under many marks in no order, of which compositions are made. */
function marks(): readonly string[] {
  const next = fractions(3);
  const all: string[] = [];
  for (let code = 0x300; code < 0x1e950; code++) {
    const mark = String.fromCodePoint(code);
    if (/\p{M}/u.test(mark)) all.push(mark);
  }
  const letters = Array.from('aeiouyqçåöấσΣωЖ한가ऩড়\u0b47\u09c7ש\u{110a5}');
  const one = (list: readonly string[]): string => list[Math.floor(next() * list.length)] ?? '';
  return Array.from({ length: 300 }, () =>
    Array.from({ length: 4 }, () => one(letters) + one(all) + one(all) + one(all)).join(''),
  );
}

/** Those that case or composition changes, alone and behind letters. */
function everyCharacter(): readonly string[] {
  const found: string[] = [];
  for (let code = 0; code < 0x110000; code++) {
    const text = String.fromCodePoint(code);
    if (
      code < 0x100 ||
      normalize(text) !== text ||
      normalize(`${text}\u0301`).length !== text.length + 1
    ) {
      found.push(text);
    }
  }
  return Array.from({ length: Math.ceil(found.length / 16) }, (_, at) =>
    found.slice(16 * at, 16 * at + 16).join('-'),
  );
}
