/** Splits textual IR into tokens with their lines. */

import { DiagnosticError, defineDiagnostic, printable } from './diagnostics.ts';

export type TokenKind = 'word' | 'number' | 'string' | 'value' | 'punctuation' | 'origin' | 'end';

export interface Token {
  readonly kind: TokenKind;
  /** A string's content, a value with its sigil, everything else as written. */
  readonly text: string;
  readonly line: number;
  /** A value whose name was written in quotes: `%"0"` is named, `%0` is numbered. */
  readonly quoted?: boolean;
}

export const syntaxFault = defineDiagnostic(
  'SNAPC1101',
  'error',
  (message: string, line: number, file: string | undefined) => ({
    message: printable(message, 1000),
    hint: 'the textual form is described in ARCHITECTURE.md; `snapc inspect --ir` prints valid examples',
    place: file === undefined ? { line } : { file, line },
  }),
);

const TOKEN = new RegExp(
  [
    /(?<space>[ \t\r]+)/,
    /(?<newline>\n)/,
    /(?<comment>\/\/[^\n]*)/,
    /(?<string>"(?:[^"\\\n]|\\.)*")/,
    /(?<quoted>[%@]"(?:[^"\\\n]|\\.)*")/,
    /(?<value>[%@][A-Za-z0-9_.]+)/,
    /(?<number>-?(?:\d+(?:\.\d+)?(?:[eE][+-]?\d+)?))/,
    /(?<word>[A-Za-z_][A-Za-z0-9_.]*)/,
    /(?<punctuation>[()[\]{}<>,=:+*/@-])/,
  ]
    .map((part) => part.source)
    .join('|'),
  'y',
);

/** Throws a DiagnosticError (SNAPC1101) at a character that starts no token. */
export function tokenize(text: string, file?: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN.source, 'y');
  let line = 1;
  while (pattern.lastIndex < text.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(text)?.groups;
    if (groups === undefined) {
      const [character = ''] = text.slice(at);
      throw new DiagnosticError(
        syntaxFault(`unexpected character ${JSON.stringify(character)}`, line, file),
      );
    }
    if (groups['newline'] !== undefined) line++;
    else if (groups['comment'] !== undefined) {
      const comment = groups['comment'].slice(2).trim();
      if (/^(onnx|passes):/.test(comment)) tokens.push({ kind: 'origin', text: comment, line });
    } else {
      const token = classify(groups, line, file);
      if (token !== undefined) tokens.push(token);
    }
  }
  tokens.push({ kind: 'end', text: 'end of text', line });
  return tokens;
}

function classify(
  groups: Readonly<Record<string, string | undefined>>,
  line: number,
  file: string | undefined,
): Token | undefined {
  const { string, quoted, value, number, word, punctuation } = groups;
  if (string !== undefined) return { kind: 'string', text: unquote(string, line, file), line };
  if (quoted !== undefined) {
    const text = `${quoted.charAt(0)}${unquote(quoted.slice(1), line, file)}`;
    return { kind: 'value', text, line, quoted: true };
  }
  if (value !== undefined) return { kind: 'value', text: value, line };
  if (number !== undefined) return { kind: 'number', text: number, line };
  if (word !== undefined) return { kind: 'word', text: word, line };
  if (punctuation !== undefined) return { kind: 'punctuation', text: punctuation, line };
  return undefined;
}

function unquote(text: string, line: number, file: string | undefined): string {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'string') return value;
  } catch {
    // Falls through to the diagnostic: the escape is not one of JSON's.
  }
  throw new DiagnosticError(syntaxFault(`bad string ${text}`, line, file));
}
