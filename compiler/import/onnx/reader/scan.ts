/** Walks one message: checks its fields, notes the ranges of its parts, and gathers what the schema decodes. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import {
  Cursor,
  HEADER_BYTES,
  WIRE_BYTES,
  WIRE_FIXED32,
  WIRE_FIXED64,
  WIRE_VARINT,
} from './cursor.ts';
import type { WireField } from './cursor.ts';
import {
  badText,
  fieldTwice,
  nameTooLong,
  tooDeep,
  tooManyFields,
  tooManyScalars,
  wrongWireType,
} from './diagnostics.ts';
import { LIMITS } from './limits.ts';
import type { FieldCoding, FieldRule, MessageRules } from './rules.ts';
import { lengthOf } from './source.ts';
import type { ByteRange, WindowedSource } from './source.ts';

export interface Scanned {
  readonly message: string;
  readonly range: ByteRange;
  /** The fields that the schema's decoder reads, as a message of their own. */
  readonly scalars: Uint8Array;
  readonly cut: ReadonlyMap<number, readonly WireField[]>;
}

const NONE: readonly WireField[] = [];

export function cutFields(scanned: Scanned, number: number): readonly WireField[] {
  return scanned.cut.get(number) ?? NONE;
}

const WIRES: Readonly<Record<FieldCoding, number>> = {
  varint: WIRE_VARINT,
  fixed32: WIRE_FIXED32,
  fixed64: WIRE_FIXED64,
  bytes: WIRE_BYTES,
  string: WIRE_BYTES,
  message: WIRE_BYTES,
};

/** Never reads a value that is cut or skipped; unknown fields are skipped, groups are refused. */
export async function scan(
  source: WindowedSource,
  range: ByteRange,
  rules: MessageRules,
): Promise<Scanned> {
  if (!source.covers(range.start, range.end)) await source.prepare(range);
  const file = source.store.name;
  let seen = 0;
  const cut = new Map<number, WireField[]>();
  const kept: { start: number; end: number }[] = [];
  let scalarBytes = 0;
  let count = 0;
  let cursor = new Cursor(source.bytes, source.start, file, range.start - source.start);
  for (let at = range.start; at < range.end;) {
    if (!source.covers(at, Math.min(at + HEADER_BYTES, range.end))) await source.load(at);
    if (cursor.bytes !== source.bytes) cursor = new Cursor(source.bytes, source.start, file);
    cursor.position = at - source.start;
    const field = cursor.header(rules.name, range.end);
    if (++count > LIMITS.fields) {
      throw new DiagnosticError(tooManyFields(rules.name, LIMITS.fields, { file, offset: at }));
    }
    const rule = rules.fields.get(field.number);
    if (rule !== undefined) {
      seen = checkField(rule, field, rules, seen, file);
      if (rule.take === 'cut') push(cut, field);
      if (rule.take === 'decode') {
        scalarBytes += field.end - at;
        if (scalarBytes > LIMITS.scalarBytes) {
          throw new DiagnosticError(tooManyScalars(rules.name, { file, offset: at }));
        }
        if (isChecked(rule)) {
          const bytes = source.view(field) ?? (await source.read(field));
          checkValue(new Cursor(bytes, field.start, file), rule, field, rules, 0);
        }
        const last = kept.at(-1);
        if (last?.end === at) last.end = field.end;
        else kept.push({ start: at, end: field.end });
      }
    }
    at = field.end;
  }
  const [only] = kept;
  const whole = kept.length === 1 && only !== undefined ? source.view(only) : undefined;
  const scalars = whole ?? (await gather(source, kept, scalarBytes));
  return { message: rules.name, range, scalars, cut };
}

function push(cut: Map<number, WireField[]>, field: WireField): void {
  const others = cut.get(field.number);
  if (others === undefined) cut.set(field.number, [field]);
  else others.push(field);
}

/**
 * Tools disagree on fields given twice (merge or the last one), so there is no reading that is safe. `seen`
 * has a bit for each field so far; ONNX numbers its fields below 31.
 */
function checkField(
  rule: FieldRule,
  field: WireField,
  rules: MessageRules,
  seen: number,
  file: string,
): number {
  const wire = WIRES[rule.coding];
  const packed = rule.repeated && wire !== WIRE_BYTES && field.wire === WIRE_BYTES;
  if (field.wire !== wire && !packed) {
    const place = { file, offset: field.start };
    throw new DiagnosticError(wrongWireType(rules.name, rule.name, field.wire, wire, place));
  }
  if (rule.repeated) return seen;
  const bit = 1 << field.number;
  if ((seen & bit) !== 0) {
    const place = { file, offset: field.start };
    throw new DiagnosticError(fieldTwice(rules.name, rule.name, place));
  }
  return seen | bit;
}

/** Texts and nested messages are looked into before the decoder sees them. */
function isChecked(rule: FieldRule): boolean {
  return rule.coding === 'string' || rule.nested !== undefined;
}

function checkValue(
  cursor: Cursor,
  rule: FieldRule,
  field: WireField,
  rules: MessageRules,
  depth: number,
): void {
  if (rule.nested !== undefined) {
    checkNested(cursor, field.end, rule.nested, depth + 1);
  } else {
    const { bytes, base, file } = cursor;
    checkLength(file, rule, field, rules);
    const text = bytes.subarray(field.start - base, field.end - base);
    checkText(text, field, rules.name, rule.name, file);
  }
}

/** The decoder recurses into these messages, so depth and texts are checked before it sees them. */
function checkNested(cursor: Cursor, end: number, rules: MessageRules, depth: number): void {
  const { file, base } = cursor;
  if (depth > LIMITS.typeDepth) {
    throw new DiagnosticError(
      tooDeep(rules.name, LIMITS.typeDepth, { file, offset: cursor.offset }),
    );
  }
  let seen = 0;
  while (cursor.offset < end) {
    const field = cursor.header(rules.name, end);
    const rule = rules.fields.get(field.number);
    if (rule !== undefined) {
      seen = checkField(rule, field, rules, seen, file);
      if (isChecked(rule)) checkValue(cursor, rule, field, rules, depth);
    }
    cursor.position = field.end - base;
  }
}

function checkLength(file: string, rule: FieldRule, field: WireField, rules: MessageRules): void {
  const length = lengthOf(field);
  if (length > LIMITS.nameBytes) {
    const place = { file, offset: field.start };
    throw new DiagnosticError(nameTooLong(rules.name, rule.name, length, LIMITS.nameBytes, place));
  }
}

const STRICT = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The decoder would replace bytes that are no UTF-8, and two names could become one. */
function checkText(
  bytes: Uint8Array,
  field: WireField,
  message: string,
  name: string,
  file: string,
): void {
  let plain = true;
  for (const byte of bytes) {
    if (byte === 0) {
      const place = { file, offset: field.start };
      throw new DiagnosticError(badText(message, name, 'a NUL character', place));
    }
    if (byte >= 0x80) plain = false;
  }
  if (!plain && decodeUtf8(bytes) === undefined) {
    const place = { file, offset: field.start };
    throw new DiagnosticError(badText(message, name, 'bytes that are not UTF-8', place));
  }
}

/** Undefined for bytes that are not UTF-8. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return STRICT.decode(bytes);
  } catch {
    return undefined;
  }
}

/** One text field that the schema does not know yet. */
export async function readText(
  source: WindowedSource,
  scanned: Scanned,
  number: number,
  name: string,
): Promise<string> {
  const [field] = cutFields(scanned, number);
  if (field === undefined) return '';
  const file = source.store.name;
  const length = lengthOf(field);
  if (length > LIMITS.nameBytes) {
    const place = { file, offset: field.start };
    throw new DiagnosticError(nameTooLong(scanned.message, name, length, LIMITS.nameBytes, place));
  }
  const bytes = await source.read(field);
  checkText(bytes, field, scanned.message, name, file);
  return decodeUtf8(bytes) ?? '';
}

async function gather(
  source: WindowedSource,
  kept: readonly ByteRange[],
  length: number,
): Promise<Uint8Array> {
  const result = new Uint8Array(length);
  let done = 0;
  for (const range of kept) {
    result.set(source.view(range) ?? (await source.read(range)), done);
    done += lengthOf(range);
  }
  return result;
}
