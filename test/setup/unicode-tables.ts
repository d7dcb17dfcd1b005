/** What this JavaScript engine knows of Unicode, as the tables of the C++ tokenizer. */

import { cppRows } from '../../targets/nnapi/cpp-text.ts';

const MOST = 0x10ffff;

/** Surrogates stand for nothing by themselves. */
function* codePoints(): Generator<number> {
  for (let code = 0; code <= MOST; code++) if (code < 0xd800 || code > 0xdfff) yield code;
}

type Row = readonly number[];

/** Runs of neighbours with the same value; 0 is left out. */
function runs(valueOf: (text: string, code: number) => number): readonly Row[] {
  const found: [first: number, last: number, value: number][] = [];
  for (const code of codePoints()) {
    const value = valueOf(String.fromCodePoint(code), code);
    const before = found.at(-1);
    if (value === 0) continue;
    if (before !== undefined && before[1] === code - 1 && before[2] === value) before[1] = code;
    else found.push([code, code, value]);
  }
  return found;
}

function matching(pattern: RegExp): readonly Row[] {
  return runs((text) => (pattern.test(text) ? 1 : 0)).map(([first = 0, last = 0]) => [first, last]);
}

/** Runs of every code point, or every second one, with small letters equally far away. */
function smallLetters(): readonly Row[] {
  const found: [first: number, last: number, step: number, delta: number][] = [];
  for (const code of codePoints()) {
    const [small = '', ...more] = String.fromCodePoint(code).toLowerCase();
    // One letter becomes two characters; it has a rule of its own.
    if (more.length > 0) continue;
    const delta = (small.codePointAt(0) ?? 0) - code;
    if (delta === 0) continue;
    const before = found.at(-1);
    const step = before === undefined ? 0 : code - before[1];
    const isFirst = before?.[0] === before?.[1];
    if (before?.[3] === delta && (isFirst ? step === 1 || step === 2 : step === before[2])) {
      before[1] = code;
      before[2] = step;
    } else found.push([code, code, 1, delta]);
  }
  return found;
}

/** Of the lowest class, and of the highest. */
const [OVERLAY, IOTA_BELOW] = ['\u0334', '\u0345'];

/** Whether normalization brings the second before the first: then its class is the lower one. */
function isAbove(first: string, second: string): boolean {
  return `${first}${second}`.normalize('NFD') === `${second}${first}`;
}

/** Places of classes in their order, which is all that normalization asks; 0 for what starts a sequence. */
function combiningOrders(): readonly Row[] {
  const marks = Array.from(codePoints(), (code) => String.fromCodePoint(code)).filter(
    // What is taken apart has no place of its own.
    (text) =>
      text.normalize('NFD') === text && (isAbove(text, OVERLAY) || isAbove(IOTA_BELOW, text)),
  );
  const classes: string[] = [OVERLAY, IOTA_BELOW];
  for (const mark of marks) {
    const place = classes.findIndex((other) => !isAbove(mark, other));
    const at = place < 0 ? classes.length : place;
    if (at === classes.length || isAbove(classes[at] ?? '', mark)) classes.splice(at, 0, mark);
  }
  const orders = new Map(
    marks.map((mark) => [mark, 1 + classes.findIndex((other) => !isAbove(mark, other))]),
  );
  return runs((text) => orders.get(text) ?? 0);
}

/** Hangul, which is computed, is left out. */
function decompositions(): readonly Row[] {
  const whole = new Map<string, number>();
  for (const code of codePoints()) {
    const text = String.fromCodePoint(code);
    const parts = text.normalize('NFD');
    const isHangul = code >= 0xac00 && code <= 0xd7a3;
    if (parts !== text && !isHangul) whole.set(text, code);
  }
  const byParts = new Map(Array.from(whole, ([text, code]) => [text.normalize('NFD'), code]));
  return Array.from(whole, ([text, code]) => {
    const parts = Array.from(text.normalize('NFD'), (part) => part.codePointAt(0) ?? 0);
    const [first = 0, second = 0] = parts;
    if (parts.length < 2) return [code, first, 0, 0];
    const last = parts.at(-1) ?? 0;
    const before = String.fromCodePoint(...parts.slice(0, -1));
    const [joined = '', ...more] = before.normalize('NFC');
    const left = more.length === 0 ? joined.codePointAt(0) : byParts.get(before);
    if (left === undefined) throw new Error(`U+${code.toString(16)} is no pair`);
    const pair = parts.length === 2 ? [first, second] : [left, last];
    return [code, ...pair, text.normalize('NFC') === text ? 1 : 0];
  });
}

export const TABLES: readonly (readonly [
  name: string,
  type: string,
  rows: () => readonly Row[],
])[] = [
  ['LETTERS', 'CodeRange', () => matching(/\p{L}/u)],
  ['NUMBERS', 'CodeRange', () => matching(/\p{N}/u)],
  ['CASED', 'CodeRange', () => matching(/\p{Cased}/u)],
  ['CASE_IGNORABLE', 'CodeRange', () => matching(/\p{Case_Ignorable}/u)],
  ['SMALL_LETTERS', 'CaseRange', smallLetters],
  ['COMBINING', 'ClassRange', combiningOrders],
  ['DECOMPOSITIONS', 'Decomposition', decompositions],
];

/** The text of unicode_tables.cpp. */
export function unicodeTablesText(): string {
  const tables = TABLES.flatMap(([name, type, rowsOf]) => [
    `constexpr ${type} ${name}_ROWS[] = {`,
    cppRows(rowsOf().map((row) => `{${row.join()}}`)),
    '};',
    '',
  ]);
  return [
    `/** Tables of Unicode ${process.versions['unicode'] ?? ''}; written by \`npm run generate\`. */`,
    '',
    '#include "unicode_tables.h"',
    '',
    'namespace snapc {',
    'namespace {',
    '',
    ...tables,
    '}  // namespace',
    '',
    'namespace unicode {',
    ...TABLES.map(
      ([name, type]) =>
        `const Table<${type}> ${name}{${name}_ROWS, sizeof(${name}_ROWS) / sizeof(${name}_ROWS[0])};`,
    ),
    '}  // namespace unicode',
    '',
    '}  // namespace snapc',
    '',
  ].join('\n');
}
