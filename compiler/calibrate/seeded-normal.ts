/** Normal numbers that a seed gives again. */

import { random_normal } from '../../ir/ops/core/random-normal.ts';
import type { Tensor } from '../../ir/tensor.ts';

export function seededNormal(shape: readonly number[], seed: number): Tensor {
  const attributes = { shape, dtype: 'f32', mean: 0, scale: 1, seed } as const;
  const made: Tensor | readonly Tensor[] = random_normal.evaluate({}, attributes, [
    { dtype: 'f32', shape },
  ]);
  const [result] = [made].flat();
  if (result === undefined) throw new Error('random_normal has no result');
  return result;
}
