/** Computes weights in order, ahead of whoever writes them, as far as memory allows. */

import type { Constant } from '../ir/constant.ts';
import type { EncodeConstant, Encoding } from '../ir/encode-constant.ts';
import { workingBytes } from '../ir/working-bytes.ts';

export interface Encodable {
  readonly constant: Constant;
  readonly encoding: Encoding;
}

/** Bytes that are worked on at a time, unless one weight alone takes more. */
const AHEAD = 128 << 20;
/** More at a time keep no processor busier. */
const MOST_AHEAD = 32;

/** What it gives stays until two more are asked for: one may be written while the next one is awaited. */
export async function* encodeAhead(
  weights: readonly Encodable[],
  encode: EncodeConstant,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, undefined> {
  const pending: { readonly size: number; readonly bytes: Promise<Uint8Array> }[] = [];
  let underWay = 0;
  let next = 0;
  let before: Uint8Array | undefined;
  for (;;) {
    for (; next < weights.length && pending.length < MOST_AHEAD; next++) {
      const weight = weights[next];
      if (weight === undefined) break;
      const { constant, encoding } = weight;
      const size = workingBytes(constant, encoding === 'f16');
      if (pending.length > 0 && underWay + size > AHEAD) break;
      const bytes = encode(constant, encoding, signal);
      // Heard when its turn comes; until then, or if another fails before it, it is no fault of the process.
      bytes.catch(() => undefined);
      pending.push({ size, bytes });
      underWay += size;
    }
    const first = pending.shift();
    if (first === undefined) return undefined;
    const bytes = await first.bytes;
    yield bytes;
    underWay -= first.size;
    if (before !== undefined) encode.recycle?.(before);
    before = bytes;
  }
}
