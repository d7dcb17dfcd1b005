/** The small files of a pipeline are JSON objects, each read in the same way. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Undefined for any text that is none. */
export function jsonObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined;
    return Object.fromEntries(Object.entries(parsed));
  } catch {
    return undefined;
  }
}
