/** Decides where each weight stands, and streams the pools: in the order of use, equal ones once. */

import type { FileEntry, OutputSink } from '../../compiler/output.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { EncodeConstant } from '../../ir/encode-constant.ts';
import { elementCount } from '../../ir/types.ts';
import { ConstantKeys } from '../constant-keys.ts';
import { encodeAhead } from '../encode-ahead.ts';
import { OPERANDS } from './codes.ts';
import type { Argument, NnModel, PerChannel, Weight } from './syntax.ts';

/** Offsets beyond cannot be told from negative ones by every driver. */
export const MOST_POOL_BYTES = 2 ** 31 - 2 ** 16;
const WEIGHT_ALIGNMENT = 64;
/** The largest page of phones: whole pages can be mapped from a file that holds several pools. */
const PAGE = 16_384;

export interface Place {
  readonly pool: number;
  readonly offset: number;
  readonly bytes: number;
}

export interface Pool {
  readonly file: string;
  /** A multiple of the page size. */
  readonly bytes: number;
  readonly weights: readonly { readonly weight: Weight; readonly place: Place }[];
}

export interface PoolPlan {
  readonly pools: readonly Pool[];
  readonly placeOf: (weight: Weight) => Place;
  /** Equal for weights with equal bytes. */
  readonly keyOf: (weight: Weight) => string;
  /** Without the gaps between weights. */
  readonly weightBytes: number;
}

/** The operations may be those of several sizes of a model. */
export function planPools({ operations }: Pick<NnModel, 'operations'>, limit: number): PoolPlan {
  const most = Math.min(limit, MOST_POOL_BYTES);
  const keys = new ConstantKeys();
  const places = new Map<string, Place>();
  const pools: { bytes: number; weights: { weight: Weight; place: Place }[] }[] = [];
  const keyOf = ({ type: { code }, constant }: Weight): string =>
    `${OPERANDS[code].encoding} ${elementCount(constant.type.shape)} ${keys.of(constant)}`;
  let weightBytes = 0;
  for (const weight of operations.flatMap(({ inputs }) => inputs.flatMap(storedFor))) {
    const key = keyOf(weight);
    if (places.has(key)) continue;
    const bytes = bytesOf(weight);
    let pool = pools.at(-1);
    if (pool === undefined || aligned(pool.bytes, WEIGHT_ALIGNMENT) + bytes > most) {
      pool = { bytes: 0, weights: [] };
      pools.push(pool);
    }
    const offset = aligned(pool.bytes, WEIGHT_ALIGNMENT);
    const place = { pool: pools.length - 1, offset, bytes };
    pool.weights.push({ weight, place });
    pool.bytes = offset + bytes;
    weightBytes += bytes;
    places.set(key, place);
  }
  return {
    pools: pools.map(({ bytes, weights }, index) => ({
      file: `weights_${index}.bin`,
      bytes: aligned(bytes, PAGE),
      weights,
    })),
    placeOf: (weight) => {
      const place = places.get(keyOf(weight));
      if (place === undefined) throw new Error('a weight of another model');
      return place;
    },
    keyOf,
    weightBytes,
  };
}

/** An argument's weight, and the scales of its channels. */
function storedFor(argument: Argument): readonly Weight[] {
  if (!isWeight(argument)) return [];
  const { perChannel } = argument.type;
  return perChannel === undefined ? [argument] : [argument, scalesOf(perChannel)];
}

/** Scales as they stand in a pool. */
export function scalesOf({ scales }: PerChannel): Weight {
  const { shape } = scales.type;
  const type = { code: 'TENSOR_FLOAT32', shape, scale: 0, zeroPoint: 0 } as const;
  return { kind: 'weight', type, constant: scales };
}

export function isWeight(argument: object): argument is Weight {
  return 'kind' in argument && argument.kind === 'weight';
}

export interface PoolWriting {
  readonly encode: EncodeConstant;
  readonly signal: AbortSignal | undefined;
}

/** One weight is written while the next ones are computed. Entries come in the pools' order. */
export async function writePools(
  { pools }: PoolPlan,
  sink: OutputSink,
  { encode, signal }: PoolWriting,
): Promise<readonly FileEntry[]> {
  const total = pools.reduce((sum, { bytes }) => sum + bytes, 0);
  const encoded = encodeAhead(
    pools.flatMap(({ weights }) => weights.map(({ weight }) => encodable(weight))),
    encode,
    signal,
  );
  const entries: FileEntry[] = [];
  let before = 0;
  for (const { file: path, weights, bytes } of pools) {
    const file = await sink.file(path);
    let end = 0;
    for (const { weight, place } of weights) {
      signal?.throwIfAborted();
      const { value } = await encoded.next();
      if (value?.length !== place.bytes) {
        throw new Error(`${value?.length} bytes for a weight of ${place.bytes}`);
      }
      if (weight.beyond !== undefined && endsAtLimits(value)) {
        throw new DiagnosticError(weight.beyond);
      }
      if (place.offset > end) await file.write(new Uint8Array(place.offset - end));
      await file.write(value);
      end = place.offset + place.bytes;
      sink.progress(before + end, total);
    }
    if (bytes > end) await file.write(new Uint8Array(bytes - end));
    before += bytes;
    entries.push(await file.close());
  }
  return entries;
}

/** Of integers of 32 bits, to which what lies beyond was brought. */
function endsAtLimits(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 0; at < bytes.length; at += 4) {
    const integer = view.getInt32(at, true);
    if (integer === 2 ** 31 - 1 || integer === -(2 ** 31)) return true;
  }
  return false;
}

function encodable({ type: { code }, constant }: Weight) {
  return { constant, encoding: OPERANDS[code].encoding };
}

function bytesOf({ type: { code, shape }, constant }: Weight): number {
  const count = elementCount(shape);
  if (count !== elementCount(constant.type.shape)) throw new Error('a weight of another size');
  return count * OPERANDS[code].bytes;
}

function aligned(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}
