/** Rows made of the axes from one on to the last. */

import { elementCount } from '../../../ir/types.ts';
import type { Rows } from './normalize.ts';

export function trailingRows(shape: readonly number[], axis: number): Rows {
  const first = axis < 0 ? axis + shape.length : axis;
  const length = elementCount(shape.slice(first));
  return {
    count: elementCount(shape.slice(0, first)),
    length,
    element: (row, r) => `${row} * ${length}u + ${r}`,
    rowOf: (flat) => `${flat} / ${length}u`,
    affine: (flat) => `${flat} % ${length}u`,
    vector: length % 4 === 0 ? 'following affine' : 'none',
  };
}
