/** Words for what was thrown, whatever it is: an error, a string, or an object that cannot even be printed. */

export function reasonOf(thrown: unknown): string {
  try {
    const text = String(thrown instanceof Error ? thrown.message : thrown);
    return text === '' ? 'without a word' : text;
  } catch {
    return 'something that cannot be printed';
  }
}

/** What a value is, for messages about one that is not what it should be. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (value === undefined) return 'nothing';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
