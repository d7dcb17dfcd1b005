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
