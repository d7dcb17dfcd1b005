/** Makes a tensor from results computed in double precision, each rounded once to the dtype. */

import { allocate, storeNumbers } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import type { DType } from './types.ts';

export function roundedTensor(
  dtype: DType,
  shape: readonly number[],
  values: Float64Array,
): Tensor {
  const result = allocate(dtype, shape);
  storeNumbers(result, 0, values);
  return result;
}
