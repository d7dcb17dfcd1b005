/** The bytes of shards in order, with weights computed ahead. */

import type { Constant } from '../../ir/constant.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { EncodeConstant, Encoding } from '../../ir/encode-constant.ts';
import { DTYPES } from '../../ir/types.ts';
import { encodeAhead } from '../encode-ahead.ts';
import type { Encodable } from '../encode-ahead.ts';
import { packBits } from '../pack-bits.ts';
import { leadingParts } from './leading-parts.ts';
import type { ElementForm, Weight } from './program.ts';
import { boundBytes } from './stored.ts';
import type { ShardLayout } from './weights.ts';

const ENCODINGS: Readonly<Record<Exclude<ElementForm, 'bytes' | 'nibbles'>, Encoding>> = {
  f32: 'f32',
  f16: 'f16',
  halves: 'f16',
  i32: 'i32',
  u32: 'u32',
  bits1: 'u8',
  bits2: 'u8',
  bits3: 'u8',
  bits6: 'u8',
};

/** Bits of elements that are computed in bytes, then packed. */
const PACKED: Partial<Record<ElementForm, number>> = { bits1: 1, bits2: 2, bits3: 3, bits6: 6 };

function encodingOf({ type }: Constant, stored: ElementForm): Encoding {
  const signed = DTYPES[type.dtype].kind === 'int';
  if (stored === 'bytes') return signed ? 'i8' : 'u8';
  if (stored === 'nibbles') return signed ? 'i4' : 'u4';
  return ENCODINGS[stored];
}

/** Elements of fewer bits than a byte are computed as a whole: a part may end inside one. */
function partsOf({ constant, stored }: Weight): readonly Encodable[] {
  const inBytes = PACKED[stored] === undefined && stored !== 'nibbles';
  const parts = inBytes ? leadingParts(constant) : [constant];
  return parts.map((part) => ({ constant: part, encoding: encodingOf(part, stored) }));
}

/** Padding included. */
export async function* shardBytes(
  shards: readonly ShardLayout[],
  encode: EncodeConstant = encodeConstant,
  signal?: AbortSignal,
): AsyncGenerator<{ readonly shard: number; readonly chunk: Uint8Array }> {
  const weights = shards.flatMap((shard) => shard.weights.flatMap(({ weight }) => partsOf(weight)));
  const encoded = encodeAhead(weights, encode, signal);
  for (const [shard, { weights: placed }] of shards.entries()) {
    let at = 0;
    for (const { weight, offset } of placed) {
      if (offset > at) yield { shard, chunk: new Uint8Array(offset - at) };
      at = offset;
      const bits = PACKED[weight.stored];
      for (let parts = partsOf(weight).length; parts > 0; parts--) {
        const { value: elements } = await encoded.next();
        if (elements === undefined) throw new Error('a weight was not encoded');
        const chunk = bits === undefined ? elements : packBits(elements, bits);
        yield { shard, chunk };
        at += chunk.length;
      }
      const end = offset + boundBytes(weight);
      if (end > at) yield { shard, chunk: new Uint8Array(end - at) };
      at = end;
    }
  }
}
