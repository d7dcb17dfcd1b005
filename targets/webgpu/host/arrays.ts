/** Between the tensors of the compiler and the typed arrays of the runtime's API. */

import { allocate, setElement, tensor } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { isDType } from '../../../ir/types.ts';

/** The array that the runtime accepts for a tensor of this dtype: the storage of our tensors, as it happens. */
export function toTypedArray(value: Tensor): ArrayBufferView {
  return value.data;
}

/** An output under the dtype and shape that the model declares. */
export function toTensor(
  { dtype, shape }: { readonly dtype: string; readonly shape: readonly number[] },
  array: unknown,
): Tensor {
  if (!isDType(dtype)) throw new Error(`the artifact has an output of dtype ${dtype}`);
  if (!ArrayBuffer.isView(array)) throw new Error('the artifact gives no typed array');
  const data = array as Tensor['data'];
  if (dtype !== 'f16' && dtype !== 'bf16') return tensor(dtype, shape, data);
  const rounded = allocate(dtype, shape);
  data.forEach((element, index) => setElement(rounded, index, element));
  return rounded;
}
