/** The small files of a pipeline are JSON objects, each read in the same way. */

export type JsonObject = Readonly<Record<string, unknown>>;

/** Undefined for any text that is none. */
export function jsonObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isJsonObject(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
