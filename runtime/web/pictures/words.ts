/** A prompt as CLIP reads it: normalized, then cut into words (openai/CLIP, simple_tokenizer). */

/** The endings that are words of their own. */
const ENDINGS = ["'s", "'t", "'re", "'ve", "'m", "'ll", "'d"];

/** Composed (NFC), white space as one blank, in lower case. White space is Unicode's, not JavaScript's. */
export function normalize(text: string): string {
  return text
    .normalize('NFC')
    .replaceAll(/\p{White_Space}+/gu, ' ')
    .toLowerCase();
}

/** Endings, runs of letters, single digits, and runs of anything else but white space, in order. */
export function* wordsOf(text: string): Generator<string> {
  let at = 0;
  while (at < text.length) {
    const ending = ENDINGS.find((word) => text.startsWith(word, at));
    const end = ending === undefined ? endOfWord(text, at) : at + ending.length;
    if (ending !== undefined || kindAt(text, at) !== 'space') yield text.slice(at, end);
    at = end;
  }
}

type Kind = 'letter' | 'digit' | 'space' | 'other';

function endOfWord(text: string, start: number): number {
  const kind = kindAt(text, start);
  let at = start + widthAt(text, start);
  if (kind === 'digit') return at;
  while (at < text.length && kindAt(text, at) === kind) at += widthAt(text, at);
  return at;
}

function kindAt(text: string, at: number): Kind {
  const character = String.fromCodePoint(text.codePointAt(at) ?? 0);
  if (/\p{L}/u.test(character)) return 'letter';
  if (/\p{N}/u.test(character)) return 'digit';
  return /\p{White_Space}/u.test(character) ? 'space' : 'other';
}

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
