/** Reads one stored weight, piece by piece, and counts and sums what the guard asks for. */

import { inlineValue, materialize } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { eachPiece } from '../../ir/pieces.ts';
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

/** With the rows along the axis. */
export async function measureWeight(
  constant: Constant,
  axis: number | undefined,
): Promise<WeightStatistics> {
  const { source, type } = constant;
  const tally = new Tally(type.shape, axis);
  if (source.kind === 'bytes' && type.dtype === 'f32') {
    await eachPiece(source.store, source.offset, elementCount(type.shape), (words) => {
      tally.add(new Float32Array(words.buffer, words.byteOffset, words.length));
    });
  } else tally.add(floatsOf(inlineValue(constant) ?? (await materialize(constant))));
  return tally.done();
}

function floatsOf(value: Tensor): Float32Array {
  const data = numbers(value);
  return data instanceof Float32Array ? data : Float32Array.from(data);
}
