/** Brings names and numbers of a model into C++: as literals, in comments and as identifiers, never as code. */

import { commentLine } from '../comment-line.ts';

/** Columns of a line of numbers. */
const LINE = 110;

/** A literal in ASCII of the text in UTF-8. */
export function cppString(text: string): string {
  // Nothing may come after a zero in a string of C.
  const bytes = new TextEncoder().encode(text.replaceAll('\0', '\ufffd'));
  const escaped = Array.from(bytes, (byte) => {
    const character = String.fromCharCode(byte);
    // Question marks begin trigraphs.
    if ('"\\?'.includes(character)) return `\\${character}`;
    return byte >= 0x20 && byte < 0x7f ? character : `\\${byte.toString(8).padStart(3, '0')}`;
  });
  return `"${escaped.join('')}"`;
}

/** A line of a comment without a backslash, which would go on in the next line, and without trigraphs. */
export function cppComment(text: string): string {
  return commentLine(text, /[\x20-\x5b\x5d-\x7e]/).replaceAll('??', '? ?');
}

/** A number as a literal of type float, which it is when rounded. */
export function cppFloat(number: number): string {
  const text = String(Math.fround(number));
  return /[.e]/.test(text) ? `${text}f` : `${text}.0f`;
}

/** A finite number as a literal of type double. */
export function cppDouble(number: number): string {
  const text = String(number);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Entries with commas between them, in lines of bearable length. */
export function cppRows(entries: readonly string[]): string {
  const lines: string[] = [];
  let line = '';
  for (const entry of entries) {
    if (line.length > 0 && line.length + entry.length > LINE) {
      lines.push(line);
      line = '';
    }
    line += `${entry},`;
  }
  return [...lines, line].join('\n');
}
