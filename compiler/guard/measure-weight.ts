/** Reads one stored weight, piece by piece, and counts and sums what the guard asks for. */

import { inlineValue, materialize, readStore } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { numbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { Tally } from './tally.ts';
import type { WeightStatistics } from './tally.ts';

/** Computes `measureWeight` here or elsewhere. */
export type MeasureWeight = (
  constant: Constant,
  axis: number | undefined,
  signal?: AbortSignal,
) => Promise<WeightStatistics>;

/** Elements that are read at a time. */
const PIECE = 1 << 18;

/** With the rows along the axis. */
export async function measureWeight(
  constant: Constant,
  axis: number | undefined,
): Promise<WeightStatistics> {
  const { source, type } = constant;
  const tally = new Tally(type.shape, axis);
  if (source.kind === 'bytes' && type.dtype === 'f32') {
    await readPieces(constant, (floats) => tally.add(floats));
  } else tally.add(floatsOf(inlineValue(constant) ?? (await materialize(constant))));
  return tally.done();
}

function floatsOf(value: Tensor): Float32Array {
  const data = numbers(value);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}

/** One piece is read while the one before it is looked at. */
async function readPieces(
  { source, type }: Constant,
  see: (floats: Float32Array) => void,
): Promise<void> {
  if (source.kind !== 'bytes') throw new Error('not a range of a file');
  const count = elementCount(type.shape);
  const memory = [0, 1].map(() => new ArrayBuffer(4 * Math.min(PIECE, count)));
  const read = async (start: number): Promise<Float32Array> => {
    const size = Math.min(PIECE, count - start);
    const bytes = await readStore(
      source.store,
      source.offset + 4 * start,
      4 * size,
      new Uint8Array(memory[(start / PIECE) % 2] ?? new ArrayBuffer(4 * size), 0, 4 * size),
    );
    const whole = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
    return new Float32Array(whole.buffer, whole.byteOffset, size);
  };
  let next = count === 0 ? undefined : read(0);
  for (let start = 0; next !== undefined; start += PIECE) {
    const floats = await next;
    next = start + PIECE < count ? read(start + PIECE) : undefined;
    see(floats);
  }
}
