/** Whether a value of unknown origin has fields that can be asked for. */

export type AnyRecord = Readonly<Record<string, unknown>>;

/** Lists are none. */
export function isRecord(value: unknown): value is AnyRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
