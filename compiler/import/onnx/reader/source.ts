/** Reads a file by ranges through one window, so that a walk over headers costs few reads and little memory. */

import type { ByteStore } from '../../../../ir/constant.ts';

export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export function lengthOf(range: ByteRange): number {
  return range.end - range.start;
}

/** Small enough to jump from weight to weight through a model of gigabytes. */
const WINDOW = 1 << 16;
/** What the window grows to while the walk goes straight on. */
const LARGEST_WINDOW = 1 << 20;

export class WindowedSource {
  readonly store: ByteStore;
  readonly #signal: AbortSignal | undefined;
  #bytes: Uint8Array = new Uint8Array(0);
  #start = 0;
  #reach = WINDOW;

  constructor(store: ByteStore, signal: AbortSignal | undefined) {
    this.store = store;
    this.#signal = signal;
  }

  /** The bytes at hand; the array is replaced, never changed, so parts of it may be kept. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The file offset of the first byte at hand. */
  get start(): number {
    return this.#start;
  }

  covers(start: number, end: number): boolean {
    return start >= this.#start && end <= this.#start + this.#bytes.length;
  }

  /** Moves the window, so that it begins at `start` and holds as much as it can. */
  async load(start: number): Promise<void> {
    this.#signal?.throwIfAborted();
    const end = this.#start + this.#bytes.length;
    const straight = start >= this.#start && start <= end + WINDOW;
    this.#reach = straight ? Math.min(2 * this.#reach, LARGEST_WINDOW) : WINDOW;
    const length = Math.min(this.#reach, this.store.size - start);
    this.#bytes = await this.store.read(start, length);
    this.#start = start;
  }

  /** The bytes of a range if they are at hand. */
  view(range: ByteRange): Uint8Array | undefined {
    if (!this.covers(range.start, range.end)) return undefined;
    return this.#bytes.subarray(range.start - this.#start, range.end - this.#start);
  }

  /** Makes a small message available as a whole; a large one from its beginning. */
  async prepare(range: ByteRange): Promise<void> {
    const end = Math.min(range.end, range.start + WINDOW);
    if (!this.covers(range.start, end)) await this.load(range.start);
  }

  /** The bytes of a range; the caller has bounded its length. */
  async read(range: ByteRange): Promise<Uint8Array> {
    const { start, end } = range;
    if (end - start <= WINDOW && !this.covers(start, end)) await this.load(start);
    const view = this.view(range);
    if (view !== undefined) return view;
    this.#signal?.throwIfAborted();
    return this.store.read(start, end - start);
  }
}
