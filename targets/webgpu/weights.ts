/** Lays weights out in shards. */

import { ConstantKeys } from '../constant-keys.ts';
import type { Place } from './plan.ts';
import type { LoweredProgram, Weight } from './program.ts';
import { boundBytes } from './stored.ts';

/** Every device can bind at a multiple of this. */
const ALIGNMENT = 256;

export interface ShardLayout {
  readonly bytes: number;
  readonly weights: readonly { readonly weight: Weight; readonly offset: number }[];
}

export interface WeightLayout {
  readonly shards: readonly ShardLayout[];
  /** `buffer` is the index of the shard. */
  readonly places: ReadonlyMap<Weight, Place>;
  /** Without the gaps between tensors. */
  readonly bytes: number;
}

/** Weights in the order of use; equal ones share their place. A weight beyond `limit` gets its own shard. */
export function layoutWeights(
  { kernels }: Pick<LoweredProgram, 'kernels'>,
  limit: number,
): WeightLayout {
  const shards: { bytes: number; weights: { weight: Weight; offset: number }[] }[] = [];
  const places = new Map<Weight, Place>();
  const equal = new Map<string, Place>();
  const keys = new ConstantKeys();
  let bytes = 0;
  for (const { bindings } of kernels) {
    for (const { buffer: weight } of bindings) {
      if (weight.kind !== 'weight' || places.has(weight)) continue;
      const size = boundBytes(weight);
      const key = `${weight.stored} ${size} ${keys.of(weight.constant)}`;
      const known = equal.get(key);
      if (known !== undefined) {
        places.set(weight, known);
        continue;
      }
      let shard = shards.at(-1);
      const start = Math.ceil((shard?.bytes ?? 0) / ALIGNMENT) * ALIGNMENT;
      if (shard === undefined || start + size > limit) {
        shard = { bytes: 0, weights: [] };
        shards.push(shard);
      }
      const offset = Math.ceil(shard.bytes / ALIGNMENT) * ALIGNMENT;
      shard.weights.push({ weight, offset });
      shard.bytes = offset + size;
      bytes += size;
      const place = { buffer: shards.length - 1, offset, size };
      places.set(weight, place);
      equal.set(key, place);
    }
  }
  return { shards, places, bytes };
}
