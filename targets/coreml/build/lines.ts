/** Tensors of any rank seen with one axis that an operation works along. */

import { splitAt } from '../../../ir/shapes.ts';
import type { MilBuilder } from '../builder.ts';
import { MAX_RANK } from '../terms.ts';
import type { Term } from '../terms.ts';
import { view } from './movement.ts';

export interface LineView {
  readonly x: Term;
  readonly axis: number;
  readonly shape: readonly number[];
}

/** The tensor itself where it is carried as it is, else as what lies before, along and after the axis. */
export function lineView(m: MilBuilder, x: Term, shape: readonly number[], axis: number): LineView {
  if (shape.length > 0 && shape.length <= MAX_RANK) return { x: view(m, x, shape), axis, shape };
  const { outer, size, inner } = splitAt(shape, axis);
  const lines = [outer, size, inner];
  return { x: view(m, x, lines), axis: 1, shape: lines };
}
