/** Index tensors: which element along an axis each index means, with a diagnostic for those that mean none. */

import { DiagnosticError, defineDiagnostic } from './diagnostics.ts';
import type { Tensor } from './tensor.ts';
import type { DType } from './types.ts';

export const INDICES: readonly DType[] = ['i64', 'i32'];

const indexOutside = defineDiagnostic(
  'SNAPC1205',
  'error',
  (op: string, index: string, size: number) => ({
    message: `${op}: index ${index} is outside an axis of ${size} elements`,
    hint:
      size === 0
        ? 'an empty axis has no element to index'
        : `give indices from ${-size} to ${size - 1}`,
    place: { op },
  }),
);

/** 0 to size - 1; negative indices count from the end. Throws a DiagnosticError (SNAPC1205). */
export function normalizeIndex(op: string, index: number | bigint, size: number): number {
  const number = Number(index);
  if (number < -size || number >= size) {
    throw new DiagnosticError(indexOutside(op, String(index), size));
  }
  return number < 0 ? number + size : number;
}

/** All indices of a tensor along one axis, normalised. */
export function readIndices(op: string, indices: Tensor, size: number): Int32Array {
  const result = new Int32Array(indices.data.length);
  for (let index = 0; index < result.length; index++) {
    result[index] = normalizeIndex(op, indices.data[index] ?? 0, size);
  }
  return result;
}
