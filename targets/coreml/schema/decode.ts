/** Reads messages from protobuf that anybody may have written: stricter than protobuf, and within bounds. */

import protobuf from 'protobufjs/minimal.js';
import type { Reader } from 'protobufjs/minimal.js';
import { DiagnosticError, collect } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { brokenModel, modelTooLarge } from './diagnostics.ts';
import { exact, scalar } from './field.ts';
import type { FieldShape, Fields, ScalarKind } from './field.ts';
import { modelFields } from './model.ts';
import type { Model } from './model.ts';
import { planOf } from './plan.ts';
import type { NamedField } from './plan.ts';
import { DELIMITED, WIRE_TYPES, isPacked } from './wire-types.ts';

/** What a model may take; the bytes of immediates are not copied. */
export const MODEL_LIMITS = {
  bytes: 256 << 20,
  depth: 100,
  messages: 2_000_000,
  elements: 16_000_000,
} as const;

/** A field that may be there once and is there twice is refused; fields that the schema does not have are skipped. */
export function decodeModel(bytes: Uint8Array, file = 'model.mlmodel'): Result<Model> {
  return collect(() => new Decoder(bytes, file).decode(modelFields));
}

const KEY = scalar(1, 'string');

class Decoder {
  readonly #reader: Reader;
  readonly #file: string;
  #depth = 0;
  #messages = 0;
  #elements = 0;

  constructor(bytes: Uint8Array, file: string) {
    this.#file = file;
    this.#reader = new protobuf.Reader(bytes);
    if (bytes.length > MODEL_LIMITS.bytes) this.#refuse('bytes');
  }

  /** Protobufjs throws for what is cut off or no protobuf. */
  decode<T extends object>(fields: Fields<T>): T {
    try {
      return this.#message(fields, this.#reader.len);
    } catch (error) {
      if (!isOfReader(error)) throw error;
      return this.#fail(error.message);
    }
  }

  /** `end` is where the message ends. */
  #message<T extends object>(fields: Fields<T>, end: number): T {
    if (++this.#messages > MODEL_LIMITS.messages) this.#refuse('messages');
    if (++this.#depth > MODEL_LIMITS.depth) this.#refuse('depth');
    const { byNumber, defaults } = planOf(fields);
    const values = new Map<string, unknown>();
    const chosen = new Set<string>();
    while (this.#reader.pos < end) {
      const tag = this.#reader.tag();
      const named = byNumber.get(tag >>> 3);
      if (named === undefined) this.#reader.skipType(tag & 7, 0, tag >>> 3);
      else this.#field(named, tag & 7, values, chosen, end);
    }
    if (this.#reader.pos !== end) this.#fail('a field goes beyond the message that holds it');
    this.#depth--;
    return { ...defaults, ...Object.fromEntries(values) } as T;
  }

  #field(
    { name, field }: NamedField,
    wire: number,
    values: Map<string, unknown>,
    chosen: Set<string>,
    end: number,
  ): void {
    const known = values.get(name);
    if (field.many === 'one') {
      const key = field.oneof ?? name;
      if (chosen.has(key)) this.#fail(`${key} is there twice`);
      chosen.add(key);
      values.set(name, this.#one(field, name, wire, end));
    } else if (field.many === 'map') {
      const map = known instanceof Map ? (known as Map<string, unknown>) : new Map();
      this.#entry(field, name, wire, end, map);
      values.set(name, map);
    } else {
      const list = Array.isArray(known) ? (known as unknown[]) : [];
      this.#items(field, name, wire, end, list);
      values.set(name, list);
    }
  }

  #items(field: FieldShape, name: string, wire: number, end: number, list: unknown[]): void {
    const { kind } = field;
    if (kind === 'message' || !isPacked(kind) || wire !== DELIMITED) {
      if (kind !== 'message') this.#count();
      list.push(this.#one(field, name, wire, end));
      return;
    }
    const stop = this.#end(end);
    while (this.#reader.pos < stop) {
      this.#count();
      list.push(this.#scalar(kind));
    }
    if (this.#reader.pos !== stop) this.#fail(`an element of ${name} goes beyond the list`);
  }

  /** Entries of a map are messages of a key and a value; either may be left out. */
  #entry(
    field: FieldShape,
    name: string,
    wire: number,
    end: number,
    map: Map<string, unknown>,
  ): void {
    if (wire !== DELIMITED) this.#fail(`${name} has wire type ${wire}`);
    const stop = this.#end(end);
    if (++this.#messages > MODEL_LIMITS.messages) this.#refuse('messages');
    let key: string | undefined;
    let value: unknown;
    while (this.#reader.pos < stop) {
      const tag = this.#reader.tag();
      const part = tag >>> 3;
      if (part === 1 && key === undefined) {
        key = this.#one(KEY, name, tag & 7, stop) as string;
      } else if (part === 2 && value === undefined) {
        value = this.#one(field, name, tag & 7, stop);
      } else {
        this.#fail(`an entry of ${name} has another field than one key and one value`);
      }
    }
    if (this.#reader.pos !== stop) this.#fail(`an entry of ${name} goes beyond its end`);
    key ??= '';
    if (map.has(key)) this.#fail(`${name} has a key twice`);
    if (value === undefined) value = field.of === undefined ? '' : planOf(field.of()).defaults;
    map.set(key, value);
  }

  #one(field: FieldShape, name: string, wire: number, end: number): unknown {
    const { kind, of } = field;
    const expected = kind === 'message' ? DELIMITED : WIRE_TYPES[kind];
    if (wire !== expected) this.#fail(`${name} has wire type ${wire}, not ${expected}`);
    if (kind !== 'message' || of === undefined) return this.#scalar(kind as ScalarKind);
    return this.#message(of(), this.#end(end));
  }

  /** Where what comes behind a length ends. */
  #end(end: number): number {
    const length = this.#reader.size();
    const stop = this.#reader.pos + length;
    if (stop > end) this.#fail(`a length of ${length} bytes goes beyond what holds it`);
    return stop;
  }

  #scalar(kind: ScalarKind): unknown {
    const reader = this.#reader;
    switch (kind) {
      case 'int64':
        return exact(reader.int64());
      case 'uint64':
        return exact(reader.uint64());
      case 'string':
        return this.#text();
      default:
        return reader[kind]();
    }
  }

  #text(): string {
    try {
      return this.#reader.stringVerify();
    } catch (error) {
      return this.#fail(error instanceof Error ? error.message : String(error));
    }
  }

  #count(): void {
    if (++this.#elements > MODEL_LIMITS.elements) this.#refuse('elements');
  }

  #fail(reason: string): never {
    return this.#throw(brokenModel(reason, this.#file, this.#reader.pos));
  }

  #refuse(what: keyof typeof MODEL_LIMITS): never {
    const words = what === 'depth' ? 'levels of messages in messages' : what;
    return this.#throw(modelTooLarge(words, MODEL_LIMITS[what], this.#file));
  }

  #throw(diagnostic: Diagnostic): never {
    throw new DiagnosticError(diagnostic);
  }
}

/** Other errors are faults of ours. */
function isOfReader(error: unknown): error is Error {
  return error instanceof Error && ['Error', 'RangeError'].includes(error.name);
}
