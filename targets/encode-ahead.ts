/** Computes weights in order, ahead of whoever writes them, as far as memory allows. */

import type { Constant } from '../ir/constant.ts';
import type { EncodeConstant, Encoding } from '../ir/encode-constant.ts';
import { workingBytes } from '../ir/working-bytes.ts';

export interface Encodable {
  readonly constant: Constant;
  readonly encoding: Encoding;
}

/** Bytes that are worked on at a time, unless one weight alone takes more. */
const MOST_WORKING = 96 << 20;
/** Bytes that wait for their turn. */
const MOST_WAITING = 48 << 20;
/** More at a time keep no processor busier. */
const MOST_AHEAD = 32;

/** What it gives stays until two more are asked for: one may be written while the next one is awaited. */
export async function* encodeAhead(
  weights: readonly Encodable[],
  encode: EncodeConstant,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, undefined> {
  const ahead = new Ahead(weights, encode, signal);
  let before: Uint8Array | undefined;
  for (;;) {
    const bytes = await ahead.next();
    if (bytes === undefined) return undefined;
    yield bytes;
    if (before !== undefined) encode.recycle?.(before);
    before = bytes;
  }
}

class Ahead {
  readonly #weights: readonly Encodable[];
  readonly #encode: EncodeConstant;
  readonly #signal: AbortSignal | undefined;
  readonly #pending: Promise<Uint8Array>[] = [];
  #started = 0;
  #working = 0;
  #waiting = 0;
  #failed = false;

  constructor(
    weights: readonly Encodable[],
    encode: EncodeConstant,
    signal: AbortSignal | undefined,
  ) {
    this.#weights = weights;
    this.#encode = encode;
    this.#signal = signal;
  }

  async next(): Promise<Uint8Array | undefined> {
    this.#startMore();
    const bytes = await this.#pending.shift();
    this.#waiting -= bytes?.length ?? 0;
    return bytes;
  }

  #startMore(): void {
    while (this.#pending.length < MOST_AHEAD && !this.#failed) {
      const weight = this.#weights[this.#started];
      if (weight === undefined) return;
      const size = workingBytes(weight.constant, weight.encoding === 'f16');
      const fits = this.#working + size <= MOST_WORKING && this.#waiting < MOST_WAITING;
      if (this.#pending.length > 0 && !fits) return;
      this.#started++;
      this.#start(weight, size);
    }
  }

  #start({ constant, encoding }: Encodable, size: number): void {
    const bytes = this.#encode(constant, encoding, this.#signal);
    this.#working += size;
    this.#pending.push(bytes);
    bytes.then(
      ({ length }) => {
        this.#working -= size;
        this.#waiting += length;
        this.#startMore();
      },
      // Heard when its turn comes; until then, or if another fails before it, it is no fault of the process.
      () => (this.#failed = true),
    );
  }
}
