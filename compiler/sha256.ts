/** SHA-256 (FIPS 180-4) in pieces, for hosts whose own is for whole buffers only, as a browser's. */

import type { ByteStore } from '../ir/constant.ts';

/** The first 32 bits of the fractional parts of the roots of the first primes, as the standard defines them. */
function fractions(count: number, root: (prime: number) => number): Uint32Array {
  const words = new Uint32Array(count);
  let found = 0;
  for (let candidate = 2; found < count; candidate++) {
    if (!isPrime(candidate)) continue;
    words[found++] = Math.floor((root(candidate) % 1) * 2 ** 32);
  }
  return words;
}

function isPrime(candidate: number): boolean {
  for (let by = 2; by * by <= candidate; by++) if (candidate % by === 0) return false;
  return true;
}

const START = fractions(8, Math.sqrt);
const ROUND = new Int32Array(fractions(64, Math.cbrt));
const BLOCK = 64;

export class Sha256 {
  readonly #state = new Int32Array(START);
  readonly #schedule = new Int32Array(64);
  readonly #pending = new Uint8Array(BLOCK);
  #length = 0;

  update(bytes: Uint8Array): this {
    let used = this.#length % BLOCK;
    this.#length += bytes.length;
    let start = 0;
    if (used > 0) {
      start = Math.min(BLOCK - used, bytes.length);
      this.#pending.set(bytes.subarray(0, start), used);
      used += start;
      if (used < BLOCK) return this;
      this.#block(new DataView(this.#pending.buffer), 0);
    }
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (; start + BLOCK <= bytes.length; start += BLOCK) this.#block(view, start);
    this.#pending.set(bytes.subarray(start));
    return this;
  }

  /** Ends the message; the object is of no use afterwards. */
  hex(): string {
    const bits = BigInt(this.#length) * 8n;
    const used = this.#length % BLOCK;
    const tail = new Uint8Array(used < 56 ? 56 - used : 120 - used);
    tail[0] = 0x80;
    this.update(tail);
    const length = new Uint8Array(8);
    new DataView(length.buffer).setBigUint64(0, bits);
    this.update(length);
    return Array.from(this.#state, (word) => (word >>> 0).toString(16).padStart(8, '0')).join('');
  }

  #block(view: DataView, offset: number): void {
    const w = this.#schedule;
    for (let t = 0; t < 16; t++) w[t] = view.getInt32(offset + 4 * t);
    for (let t = 16; t < 64; t++) {
      const early = w[t - 15] ?? 0;
      const late = w[t - 2] ?? 0;
      const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
      const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
      w[t] = ((w[t - 16] ?? 0) + s0 + (w[t - 7] ?? 0) + s1) | 0;
    }
    const state = this.#state;
    let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
    for (let t = 0; t < 64; t++) {
      const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
      const choice = (e & f) ^ (~e & g);
      const first = (h + s1 + choice + (ROUND[t] ?? 0) + (w[t] ?? 0)) | 0;
      const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
      const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    state.set([a, b, c, d, e, f, g, h].map((word, index) => word + (state[index] ?? 0)));
  }
}

function rotate(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** The digest of a store as hexadecimal digits, read in pieces. */
export async function sha256OfStore(
  store: ByteStore,
  options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const piece = 4 << 20;
  const hash = new Sha256();
  for (let offset = 0; offset < store.size; offset += piece) {
    options.signal?.throwIfAborted();
    hash.update(await store.read(offset, Math.min(piece, store.size - offset)));
  }
  return hash.hex();
}
