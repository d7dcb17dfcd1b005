/** One piece of memory that all threads see, where results lie until they are written. */

/** Results are two fifths of it at most, and wait in the order of their use: little is lost between them. */
const BYTES = 64 << 20;
const ALIGNMENT = 64;

interface Range {
  readonly start: number;
  readonly end: number;
}

/** Arrays of their own would be garbage by the gigabyte, and V8 looks for it after some ten megabytes of them. */
export class ResultMemory {
  #shared: SharedArrayBuffer | undefined;
  /** What is in use, in order. */
  readonly #taken: Range[] = [];

  /** Undefined where so much is not free in one piece. */
  take(length: number): Uint8Array<SharedArrayBuffer> | undefined {
    let start = 0;
    let at = 0;
    for (; at < this.#taken.length; at++) {
      const next = this.#taken[at];
      if (next === undefined || next.start - start >= length) break;
      start = next.end;
    }
    if (start + length > BYTES) return undefined;
    this.#shared ??= new SharedArrayBuffer(BYTES);
    const end = Math.ceil((start + length) / ALIGNMENT) * ALIGNMENT;
    this.#taken.splice(at, 0, { start, end });
    return new Uint8Array(this.#shared, start, length);
  }

  /** Other arrays are left alone. */
  give({ buffer, byteOffset }: Uint8Array): void {
    if (buffer !== this.#shared) return;
    const at = this.#taken.findIndex(({ start }) => start === byteOffset);
    if (at >= 0) this.#taken.splice(at, 1);
  }
}
