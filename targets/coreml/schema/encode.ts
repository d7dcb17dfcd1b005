/** Writes messages as protobuf. Equal messages give equal bytes: fields go by number, map entries by key. */

import protobuf from 'protobufjs/minimal.js';
import type { Writer } from 'protobufjs/minimal.js';
import type { FieldShape, Fields, ScalarKind } from './field.ts';
import { modelFields } from './model.ts';
import type { Model } from './model.ts';
import { WIRE_TYPES, isPacked } from './wire-types.ts';

export function encodeModel(model: Model): Uint8Array<ArrayBuffer> {
  const writer = protobuf.Writer.create();
  writeMessage(writer, modelFields, model);
  return new Uint8Array(writer.finish());
}

function writeMessage<T extends object>(writer: Writer, fields: Fields<T>, message: T): void {
  const values = new Map<string, unknown>(Object.entries(message));
  const chosen = new Set<string>();
  for (const [name, field] of Object.entries<FieldShape>(fields)) {
    const value = values.get(name);
    if (value === undefined) continue;
    if (field.oneof !== undefined) {
      if (chosen.has(field.oneof)) throw new Error(`${name}: ${field.oneof} is set already`);
      chosen.add(field.oneof);
    }
    writeField(writer, field, value);
  }
}

function writeField(writer: Writer, field: FieldShape, value: unknown): void {
  switch (field.many) {
    case 'one':
      if (field.presence === 'maybe' || !isDefault(value)) writeOne(writer, field, value);
      return;
    case 'list':
      if (Array.isArray(value)) writeList(writer, field, value);
      return;
    case 'map':
      if (value instanceof Map) writeMap(writer, field, value as ReadonlyMap<string, unknown>);
  }
}

function writeList(writer: Writer, field: FieldShape, values: readonly unknown[]): void {
  if (values.length === 0) return;
  if (field.kind === 'message' || !isPacked(field.kind)) {
    for (const value of values) writeOne(writer, field, value);
    return;
  }
  writer.uint32((field.number << 3) | 2).fork();
  for (const value of values) writeScalar(writer, field.kind, value);
  writer.ldelim();
}

function writeMap(writer: Writer, field: FieldShape, map: ReadonlyMap<string, unknown>): void {
  const entries = [...map].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [key, value] of entries) {
    writer.uint32((field.number << 3) | 2).fork();
    writer.uint32((1 << 3) | 2).string(key);
    writeOne(writer, { ...field, number: 2, many: 'one' }, value);
    writer.ldelim();
  }
}

function writeOne(writer: Writer, { number, kind, of }: FieldShape, value: unknown): void {
  if (kind !== 'message') {
    writer.uint32(((number << 3) | WIRE_TYPES[kind]) >>> 0);
    writeScalar(writer, kind, value);
    return;
  }
  if (of === undefined || typeof value !== 'object' || value === null) {
    throw new Error(`field ${number} is no message`);
  }
  writer.uint32((number << 3) | 2).fork();
  writeMessage(writer, of(), value);
  writer.ldelim();
}

function writeScalar(writer: Writer, kind: ScalarKind, value: unknown): void {
  if (value instanceof Uint8Array) writer.bytes(value);
  else if (typeof value === 'string') writer.string(value);
  else if (typeof value === 'boolean') writer.bool(value);
  else if (typeof value === 'bigint') writer.int64(value.toString());
  else if (typeof value === 'number') writeNumber(writer, kind, value);
}

function writeNumber(writer: Writer, kind: ScalarKind, value: number): void {
  if (kind === 'float') writer.float(value);
  else if (kind === 'double') writer.double(value);
  else if (kind === 'int32') writer.int32(value);
  else writer.int64(value);
}

function isDefault(value: unknown): boolean {
  if (value instanceof Uint8Array) return value.length === 0;
  return value === 0 || value === 0n || value === '' || value === false;
}
