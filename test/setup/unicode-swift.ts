/** The tables of Unicode as Swift has them: texts of digits, which the compiler takes in no time. */

import { TABLES } from './unicode-tables.ts';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const LINE = 110;

/** The text of UnicodeTables.swift. */
export function swiftTablesText(): string {
  const version = process.versions['unicode'] ?? '';
  return [
    `/** Tables of Unicode ${version}, written by \`npm run generate\`; UnicodeRows.swift reads them. */`,
    '',
    'enum UnicodeTables {',
    ...TABLES.flatMap(([name, , rowsOf]) => [
      `  static let ${propertyOf(name)}: StaticString = """`,
      ...(encode(rowsOf()).match(new RegExp(`.{1,${LINE}}`, 'g')) ?? []).map(
        (text) => `    ${text}`,
      ),
      '    """',
    ]),
    '}',
    '',
  ].join('\n');
}

function propertyOf(name: string): string {
  return name.toLowerCase().replaceAll(/_(.)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Each number as its difference to the one above it; differences n as 2n, or -2n - 1 where negative; in digits of five
 * bits, the lowest first, all but the last raised by 32.
 */
function encode(rows: readonly (readonly number[])[]): string {
  return rows
    .flatMap((row, at) => row.map((number, column) => number - (rows[at - 1]?.[column] ?? 0)))
    .map((difference) => {
      let rest = difference < 0 ? -2 * difference - 1 : 2 * difference;
      let text = '';
      for (; rest >= 32; rest >>>= 5) text += DIGITS.charAt((rest & 31) + 32);
      return text + DIGITS.charAt(rest);
    })
    .join('');
}
