/** Brings strings of a model into emitted files: as literals and in comments, never as code. */

/** A double-quoted literal for JavaScript and JSON, in ASCII, that cannot end a comment, a script or a line. */
export function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[^\x20-\x7e]|[<>@`]|(?<=\*)\/|\/(?=\*)/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** The same for a comment, cut to a length that a reader can bear. */
export function quotedBriefly(text: string, limit = 80): string {
  return quoted(text.length > limit ? `${text.slice(0, limit)}...` : text);
}

/** A template literal, for code that people read. */
export function templateLiteral(text: string): string {
  return `\`${text.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')}\``;
}

/** Strings as literals, everything else as JSON; the keys are names of ours. */
export function dataLiteral(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(dataLiteral).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${key}: ${dataLiteral(item)}`);
    return `{${entries.join(', ')}}`;
  }
  return JSON.stringify(value);
}
