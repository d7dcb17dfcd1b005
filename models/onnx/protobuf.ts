/** Writes protobuf messages whose large byte fields stay unread until the message is streamed out. */

import { concatenated, inMemory } from './byte-source.ts';
import type { ByteSource } from './byte-source.ts';

const WIRE_VARINT = 0;
const WIRE_BYTES = 2;
const WIRE_32_BIT = 5;

const textEncoder = new TextEncoder();

/** Fields are written in the order of the calls; repeated fields by repeated calls. */
export class Message {
  #buffer = new Uint8Array(64);
  #view = new DataView(this.#buffer.buffer);
  #used = 0;
  #finished: ByteSource[] = [];
  #finishedLength = 0;

  get byteLength(): number {
    return this.#finishedLength + this.#used;
  }

  /** int32, int64, uint64, enum or bool; negative numbers take ten bytes, as protobuf asks. */
  integer(field: number, value: number | bigint): this {
    this.#tag(field, WIRE_VARINT);
    this.#varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.#tag(field, WIRE_32_BIT);
    this.#putFloat(value);
    return this;
  }

  text(field: number, value: string): this {
    return this.bytes(field, textEncoder.encode(value));
  }

  bytes(field: number, value: Uint8Array): this {
    this.#tag(field, WIRE_BYTES);
    this.#varint(value.byteLength);
    this.#reserve(value.byteLength);
    this.#buffer.set(value, this.#used);
    this.#used += value.byteLength;
    return this;
  }

  /** A byte field that is read only when the message is streamed. */
  stream(field: number, value: ByteSource): this {
    this.#tag(field, WIRE_BYTES);
    this.#varint(value.byteLength);
    this.#append(value);
    return this;
  }

  message(field: number, value: Message): this {
    if (value.#finished.length > 0) return this.stream(field, value.source());
    return this.bytes(field, value.#buffer.subarray(0, value.#used));
  }

  packedIntegers(field: number, values: readonly (number | bigint)[]): this {
    const packed = new Message();
    for (const value of values) packed.#varint(value);
    return this.message(field, packed);
  }

  packedFloats(field: number, values: readonly number[]): this {
    this.#tag(field, WIRE_BYTES);
    this.#varint(values.length * 4);
    for (const value of values) this.#putFloat(value);
    return this;
  }

  packedDoubles(field: number, values: readonly number[]): this {
    this.#tag(field, WIRE_BYTES);
    this.#varint(values.length * 8);
    for (const value of values) {
      this.#reserve(8);
      this.#view.setFloat64(this.#used, value, true);
      this.#used += 8;
    }
    return this;
  }

  source(): ByteSource {
    this.#flush();
    const [only] = this.#finished;
    return this.#finished.length === 1 && only !== undefined ? only : concatenated(this.#finished);
  }

  #tag(field: number, wire: number): void {
    this.#varint(field * 8 + wire);
  }

  #varint(value: number | bigint): void {
    this.#reserve(10);
    if (typeof value === 'number' && value >= 0 && value <= 0x7fffffff) {
      let rest = value;
      while (rest > 0x7f) {
        this.#buffer[this.#used++] = (rest & 0x7f) | 0x80;
        rest >>>= 7;
      }
      this.#buffer[this.#used++] = rest;
      return;
    }
    let rest = BigInt.asUintN(64, BigInt(value));
    while (rest > 0x7fn) {
      this.#buffer[this.#used++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#buffer[this.#used++] = Number(rest);
  }

  #putFloat(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#used, value, true);
    this.#used += 4;
  }

  #append(source: ByteSource): void {
    this.#flush();
    this.#finished.push(source);
    this.#finishedLength += source.byteLength;
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#finished.push(inMemory(this.#buffer.slice(0, this.#used)));
    this.#finishedLength += this.#used;
    this.#used = 0;
  }

  #reserve(count: number): void {
    if (this.#used + count <= this.#buffer.byteLength) return;
    const grown = new Uint8Array(Math.max(this.#buffer.byteLength * 2, this.#used + count));
    grown.set(this.#buffer.subarray(0, this.#used));
    this.#buffer = grown;
    this.#view = new DataView(grown.buffer);
  }
}
