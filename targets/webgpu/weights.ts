/** Lays weights out in shards. */

import { printAttributes } from '../../ir/print.ts';
import type { Constant } from '../../ir/constant.ts';
import { elementCount } from '../../ir/types.ts';
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
export function layoutWeights({ kernels }: LoweredProgram, limit: number): WeightLayout {
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

/** Texts that are equal for constants with equal elements, without reading any. */
class ConstantKeys {
  readonly #known = new Map<Constant, string>();
  readonly #objects = new Map<object, number>();

  /** The shape counts inside a recipe only. */
  of(constant: Constant): string {
    const known = this.#known.get(constant) ?? this.#key(constant);
    this.#known.set(constant, known);
    return known;
  }

  #key({ source, type }: Constant): string {
    switch (source.kind) {
      case 'bytes':
        return `${type.dtype} bytes ${this.#object(source.store)} ${source.offset} ${source.length}`;
      case 'data':
        return `${type.dtype} data ${this.#data(source.tensor.data)}`;
      case 'splat':
        return `${type.dtype} splat ${source.value} ${elementCount(type.shape)}`;
      case 'seeded':
        return `${type.dtype} seeded ${source.seed} ${source.scale} ${elementCount(type.shape)}`;
      case 'recipe': {
        const operands = source.operands.map((operand) =>
          operand === undefined ? '_' : `${this.of(operand)} [${operand.type.shape.join()}]`,
        );
        const attributes = printAttributes(source.op, source.attributes);
        return `${this.#object(source.op)}(${operands.join('; ')})${attributes}`;
      }
    }
  }

  /** Small data by its bytes, large data by the array that holds it. */
  #data(data: ArrayBufferView): string {
    if (data.byteLength > 4096) return `#${this.#object(data)}`;
    const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  }

  #object(object: object): number {
    const known = this.#objects.get(object) ?? this.#objects.size;
    this.#objects.set(object, known);
    return known;
  }
}
