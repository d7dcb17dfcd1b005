/** The small files of a pipeline are JSON objects, each read in the same way. */

import { isRecord } from '../../ir/record.ts';
import type { AnyRecord } from '../../ir/record.ts';

export type JsonObject = AnyRecord;

/** Undefined for any text that is none. */
export function jsonObject(text: string): JsonObject | undefined {
  try {
    const parsed: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    return isRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** What a value is, in few words: what it holds may be of any size and depth. */
export function jsonWord(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, 60));
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'a list' : 'an object';
}
