/** Steps through protobuf's wire format in memory: varints, tags, and the extent of each value. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { brokenWire, groupField } from './diagnostics.ts';

export const WIRE_VARINT = 0;
export const WIRE_FIXED64 = 1;
export const WIRE_BYTES = 2;
export const WIRE_FIXED32 = 5;
const LARGEST_FIELD = 2 ** 29 - 1;

/** A tag, a length and a value's end all fit here, however they are spelled. */
export const HEADER_BYTES = 20;

export interface WireField {
  readonly number: number;
  readonly wire: number;
  /** The file offsets of the value, without tag and length. */
  readonly start: number;
  readonly end: number;
}

export class Cursor {
  readonly bytes: Uint8Array;
  /** The file offset of `bytes[0]`. */
  readonly base: number;
  readonly file: string;
  /** An index of `bytes`. */
  position: number;

  constructor(bytes: Uint8Array, base: number, file: string, position = 0) {
    this.bytes = bytes;
    this.base = base;
    this.file = file;
    this.position = position;
  }

  get offset(): number {
    return this.base + this.position;
  }

  /** The next field of a message that ends at the file offset `end`; steps over the tag and the length only. */
  header(message: string, end: number): WireField {
    const begin = this.offset;
    const tag = this.varint(message, end);
    const number = Math.floor(tag / 8);
    const wire = tag % 8;
    if (number < 1 || number > LARGEST_FIELD) {
      throw this.fault(message, `field number ${number}`, begin);
    }
    if (wire === 3 || wire === 4) {
      throw new DiagnosticError(groupField(message, { file: this.file, offset: begin }));
    }
    const length = this.#length(wire, message, end, begin);
    const start = this.offset;
    if (length > end - start) {
      const left = end - start;
      throw this.fault(message, `field ${number} of ${length} bytes where ${left} are left`, begin);
    }
    return { number, wire, start, end: start + length };
  }

  #length(wire: number, message: string, end: number, begin: number): number {
    switch (wire) {
      case WIRE_VARINT: {
        const before = this.position;
        this.varint(message, end);
        const length = this.position - before;
        this.position = before;
        return length;
      }
      case WIRE_FIXED64:
        return 8;
      case WIRE_BYTES:
        return this.varint(message, end);
      case WIRE_FIXED32:
        return 4;
      default:
        throw this.fault(message, `wire type ${wire}`, begin);
    }
  }

  /** An unsigned varint; beyond 2^53 it is rounded, which is enough to refuse it. */
  varint(message: string, end: number): number {
    const { bytes } = this;
    const limit = Math.min(bytes.length, end - this.base);
    let value = 0;
    let scale = 1;
    for (let count = 0; count < 10; count++) {
      if (this.position >= limit) throw this.fault(message, 'a number that is cut off');
      const byte = bytes[this.position++] ?? 0;
      value += (byte & 0x7f) * scale;
      if (byte < 0x80) {
        if (count === 9 && byte > 1) throw this.fault(message, 'a number of more than 64 bits');
        return value;
      }
      scale *= 128;
    }
    throw this.fault(message, 'a number of more than 10 bytes');
  }

  /** A signed 64-bit varint, exact: a bigint where a number could not hold it. */
  integer(message: string, end: number): number | bigint {
    const { bytes } = this;
    const first = this.position;
    const rounded = this.varint(message, end);
    if (Number.isSafeInteger(rounded)) return rounded;
    let value = 0n;
    for (let index = this.position - 1; index >= first; index--) {
      value = (value << 7n) | BigInt((bytes[index] ?? 0) & 0x7f);
    }
    return exact(BigInt.asIntN(64, value));
  }

  fault(message: string, found: string, offset = this.offset): DiagnosticError {
    return new DiagnosticError(brokenWire(message, found, { file: this.file, offset }));
  }
}

export function exact(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
