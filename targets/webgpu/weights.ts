/** Lays weights out in shards and writes them, one tensor in memory at a time. */

import { printAttributes } from '../../ir/print.ts';
import { materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { toFloat16Bits } from '../../ir/float16.ts';
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

/** Elements converted at a time. */
const CHUNK = 1 << 20;

/** The bytes of a shard in order, padding included. */
export async function* shardBytes(shard: ShardLayout): AsyncGenerator<Uint8Array> {
  let at = 0;
  for (const { weight, offset } of shard.weights) {
    if (offset > at) yield new Uint8Array(offset - at);
    at = offset;
    for await (const chunk of weightBytes(weight)) {
      yield chunk;
      at += chunk.length;
    }
    const end = offset + boundBytes(weight);
    if (end > at) yield new Uint8Array(end - at);
    at = end;
  }
}

async function* weightBytes({ constant, stored }: Weight): AsyncGenerator<Uint8Array> {
  const { data } = await materialize(constant);
  for (let start = 0; start < data.length; start += CHUNK) {
    const part = data.subarray(start, start + CHUNK);
    yield storedWords(part, stored);
  }
}

type Data = Awaited<ReturnType<typeof materialize>>['data'];

/** Integers beyond 32 bits end at the limits, as literals in shaders do. */
function storedWords(part: Data, stored: Weight['stored']): Uint8Array {
  const number = (_: unknown, index: number): number => Number(part[index] ?? 0);
  const list = { length: part.length };
  const clamped = (low: number, high: number) => (_: unknown, index: number) =>
    Math.min(high, Math.max(low, Number(part[index] ?? 0)));
  switch (stored) {
    case 'f32':
      return part instanceof Float32Array
        ? bytesOf(part)
        : bytesOf(Float32Array.from(list, number));
    case 'f16':
    case 'halves':
      return bytesOf(Uint16Array.from(list, (_, index) => toFloat16Bits(Number(part[index] ?? 0))));
    case 'i32':
      return part instanceof Int32Array
        ? bytesOf(part)
        : bytesOf(Int32Array.from(list, clamped(-2147483648, 2147483647)));
    case 'u32':
      return part instanceof Uint32Array
        ? bytesOf(part)
        : bytesOf(Uint32Array.from(list, clamped(0, 4294967295)));
  }
}

function bytesOf({ buffer, byteOffset, byteLength }: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
