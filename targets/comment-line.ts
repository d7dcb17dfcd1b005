/** Names of a model in comments of emitted code: one line of ASCII that cannot end or open a comment. */

/** Longer ones are cut. */
export const COMMENT_LENGTH = 120;

/** Characters that `allowed` does not match become question marks. */
export function commentLine(text: string, allowed = /[\x20-\x7e]/): string {
  const line = Array.from(text)
    .map((character) => (allowed.test(character) ? character : '?'))
    .join('')
    .replaceAll('*/', '* /')
    .replaceAll('/*', '/ *');
  return line.length > COMMENT_LENGTH ? `${line.slice(0, COMMENT_LENGTH)}...` : line;
}
