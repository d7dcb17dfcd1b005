/** The bytes of shards in order, with weights computed ahead as far as memory allows. */

import { encodeConstant } from '../../ir/encode-constant.ts';
import type { EncodeConstant, Encoding } from '../../ir/encode-constant.ts';
import { workingBytes } from '../../ir/working-bytes.ts';
import type { ElementForm, Weight } from './program.ts';
import { boundBytes } from './stored.ts';
import type { ShardLayout } from './weights.ts';

/** Bytes that are worked on at a time, unless one weight alone takes more. */
const AHEAD = 128 << 20;
/** More at a time keep no processor busier. */
const MOST_AHEAD = 32;

const ENCODINGS: Readonly<Record<ElementForm, Encoding>> = {
  f32: 'f32',
  f16: 'f16',
  halves: 'f16',
  i32: 'i32',
  u32: 'u32',
};

/** Padding included. */
export async function* shardBytes(
  shards: readonly ShardLayout[],
  encode: EncodeConstant = encodeConstant,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly shard: number; readonly chunk: Uint8Array<ArrayBuffer> }> {
  const weights = shards.flatMap((shard) => shard.weights.map(({ weight }) => weight));
  const encoded = encodeAhead(weights, encode, signal);
  for (const [shard, { weights: placed }] of shards.entries()) {
    let at = 0;
    for (const { weight, offset } of placed) {
      if (offset > at) yield { shard, chunk: new Uint8Array(offset - at) };
      const { value: chunk } = await encoded.next();
      if (chunk === undefined) throw new Error('a weight was not encoded');
      yield { shard, chunk };
      at = offset + chunk.length;
      const end = offset + boundBytes(weight);
      if (end > at) yield { shard, chunk: new Uint8Array(end - at) };
      at = end;
    }
  }
}

async function* encodeAhead(
  weights: readonly Weight[],
  encode: EncodeConstant,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array<ArrayBuffer>, undefined> {
  const pending: { readonly size: number; readonly bytes: Promise<Uint8Array<ArrayBuffer>> }[] = [];
  let underWay = 0;
  let next = 0;
  for (;;) {
    for (; next < weights.length && pending.length < MOST_AHEAD; next++) {
      const weight = weights[next];
      if (weight === undefined) break;
      const encoding = ENCODINGS[weight.stored];
      const size = workingBytes(weight.constant, encoding === 'f16');
      if (pending.length > 0 && underWay + size > AHEAD) break;
      const bytes = encode(weight.constant, encoding, signal);
      // Heard when its turn comes; until then, or if another fails before it, it is no fault of the process.
      bytes.catch(() => undefined);
      pending.push({ size, bytes });
      underWay += size;
    }
    const first = pending.shift();
    if (first === undefined) return undefined;
    yield await first.bytes;
    underWay -= first.size;
  }
}
