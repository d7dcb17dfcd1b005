/** Inputs of the kind of given ones, drawn from a seed: for calibration, so that it never sees what is measured. */

import { hashUniform } from '../../ir/seeded.ts';
import { seededNormal } from '../../compiler/calibrate/seeded-normal.ts';
import { getElement, numbers, tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { DTYPES } from '../../ir/types.ts';

type Tensors = ReadonlyMap<string, Tensor>;

const TIMESTEPS = 1000;

export function drawnLike(inputs: Tensors, seed: number): Tensors {
  return new Map(
    Array.from(inputs, ([name, tensor], index) => [name, drawn(tensor, 100 * seed + index)]),
  );
}

function drawn(like: Tensor, seed: number): Tensor {
  const { dtype, shape } = like;
  // One number is a timestep.
  if (shape.length < 2) {
    const timestep = Math.floor(hashUniform(seed, 0) * TIMESTEPS);
    return tensorFrom(
      dtype,
      shape,
      Array.from({ length: like.data.length }, () => timestep),
    );
  }
  if (DTYPES[dtype].kind !== 'float') return words(like, seed);
  const values = toNumbers(like);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const square = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  const normal = numbers(seededNormal(shape, seed));
  return tensorFrom(
    dtype,
    shape,
    Array.from(normal, (value) => mean + Math.sqrt(square) * value),
  );
}

/** The two highest ids begin and end a text; they stay where they are. */
function words(like: Tensor, seed: number): Tensor {
  const most = Math.max(...toNumbers(like));
  return tensorFrom(
    like.dtype,
    like.shape,
    Array.from({ length: like.data.length }, (_, index) => {
      const id = Number(getElement(like, index));
      return id >= most - 1 ? id : Math.floor(hashUniform(seed, index) * (most - 1));
    }),
  );
}
