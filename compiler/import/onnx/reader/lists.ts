/** Reads repeated numbers, packed or not, exactly and within a bound. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { Cursor, WIRE_BYTES } from './cursor.ts';
import type { WireField } from './cursor.ts';
import { brokenWire, tooManyElements } from './diagnostics.ts';
import { lengthOf } from './source.ts';
import type { WindowedSource } from './source.ts';

/** The bytes that the elements take in the file. */
export function payloadBytes(fields: readonly WireField[]): number {
  return fields.reduce((sum, field) => sum + lengthOf(field), 0);
}

/** Signed 64-bit integers, one call per element. */
export async function forEachInteger(
  source: WindowedSource,
  fields: readonly WireField[],
  name: string,
  visit: (value: number | bigint) => void,
): Promise<void> {
  for (const field of fields) {
    const cursor = new Cursor(await source.read(field), field.start, source.store.name);
    while (cursor.offset < field.end) visit(cursor.integer(name, field.end));
  }
}

export async function readIntegers(
  source: WindowedSource,
  fields: readonly WireField[],
  name: string,
  most: number,
): Promise<(number | bigint)[]> {
  const [first] = fields;
  const place = { file: source.store.name, ...(first && { offset: first.start }) };
  // An element takes ten bytes at most; what is beyond that is refused before it is read.
  if (payloadBytes(fields) > 10 * most)
    throw new DiagnosticError(tooManyElements(name, most, place));
  const values: (number | bigint)[] = [];
  await forEachInteger(source, fields, name, (value) => {
    if (values.length === most) throw new DiagnosticError(tooManyElements(name, most, place));
    values.push(value);
  });
  return values;
}

/** Little-endian numbers of a fixed width, as one run of bytes. */
export async function readFixed(
  source: WindowedSource,
  fields: readonly WireField[],
  name: string,
  width: 4 | 8,
  mostBytes: number,
): Promise<Uint8Array> {
  const [first] = fields;
  const length = payloadBytes(fields);
  if (length > mostBytes) {
    const place = { file: source.store.name, ...(first && { offset: first.start }) };
    throw new DiagnosticError(tooManyElements(name, mostBytes / width, place));
  }
  const result = new Uint8Array(length);
  let done = 0;
  for (const field of fields) {
    const length = lengthOf(field);
    if (field.wire === WIRE_BYTES && length % width !== 0) {
      const place = { file: source.store.name, offset: field.start };
      const found = `${length} bytes for elements of ${width}`;
      throw new DiagnosticError(brokenWire(name, found, place));
    }
    result.set(await source.read(field), done);
    done += length;
  }
  return result;
}
