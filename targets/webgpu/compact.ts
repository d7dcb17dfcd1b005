/** Takes out of WGSL what only people need: comments, indentation and spaces; line breaks stay. */

/** A comment, a line's end, other white space, a word or number, or a single sign. */
const PIECE = /\/\/[^\n]*|\/\*[^]*?\*\/|\n|[^\S\n]+|\w+|[^\w\s]/g;

/** Signs that may mean something else together than apart: `- -x`, `array<f32> =`. */
const OPERATOR = /[-+*/%&|^!~<>=.@]/;

/** For shaders of our generators, which nest no block comments. */
export function compactWgsl(code: string): string {
  let text = '';
  let apart = false;
  for (const [piece] of code.matchAll(PIECE)) {
    if (piece === '\n') {
      if (text !== '' && !text.endsWith('\n')) text += piece;
      apart = false;
    } else if (/^\s|^\/[/*]/.test(piece)) {
      apart = true;
    } else {
      const joined = text.at(-1) ?? '\n';
      text += apart && wouldJoin(joined, piece) ? ` ${piece}` : piece;
      apart = false;
    }
  }
  return text;
}

function wouldJoin(before: string, after: string): boolean {
  const start = after.charAt(0);
  if (/\w/.test(before)) return /\w/.test(start);
  return OPERATOR.test(before) && OPERATOR.test(start);
}
