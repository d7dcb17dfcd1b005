/** Between the tensors of the compiler and the typed arrays of the runtime's API. */

import { DiagnosticError } from '../../../ir/diagnostics.ts';
import { allocate, setElement, tensor } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { isDType } from '../../../ir/types.ts';
import type { TensorInfo } from '../../../runtime/web/index.ts';
import { checkTensors } from './check-tensors.ts';

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

/** Inputs under the names of the API; throws a DiagnosticError where they do not fit. */
export function arraysFor(
  declared: readonly TensorInfo[],
  inputs: ReadonlyMap<string, Tensor>,
): Readonly<Record<string, ArrayBufferView>> {
  const faults = checkTensors(declared, inputs);
  if (faults.length > 0) throw new DiagnosticError(...faults);
  return Object.fromEntries(
    declared.flatMap(({ name, property }) => {
      const tensor = inputs.get(name);
      return tensor === undefined ? [] : [[property, toTypedArray(tensor)] as const];
    }),
  );
}

/** Outputs under the names of the model. */
export function tensorsFrom(
  declared: readonly TensorInfo[],
  arrays: Readonly<Record<string, unknown>>,
): ReadonlyMap<string, Tensor> {
  return new Map(declared.map((info) => [info.name, toTensor(info, arrays[info.property])]));
}
