/** Elements picked along an axis. */

import type { MilBuilder } from '../builder.ts';
import { bool, dtypeOf, int, shapeOf, table, typed } from '../terms.ts';
import type { Term } from '../terms.ts';

/** Elements picked along an axis by indices of rank 1 that are not negative. */
export function take(m: MilBuilder, x: Term, indices: Term, axis: number): Term {
  const shape = shapeOf(x);
  const result = shape.toSpliced(axis, 1, ...shapeOf(indices));
  return m.op(
    'gather',
    {
      x,
      indices,
      axis: int(axis),
      batch_dims: int(0),
      validate_indices: m.since('CoreML7') ? bool(false) : undefined,
    },
    typed(dtypeOf(x), result),
  );
}

/** The same with indices that are known. */
export function takeAt(m: MilBuilder, x: Term, places: readonly number[], axis: number): Term {
  return take(m, x, table('int32', [places.length], places), axis);
}
