/** Weights under another shape. */

import { builtinOps } from '../../../ir/ops/index.ts';
import type { Weight } from '../syntax.ts';
import { derived, sameShape, shapeOf } from '../terms.ts';

export function view(given: Weight, shape: readonly number[]): Weight {
  return sameShape(shapeOf(given), shape) ? given : derived(given, builtinOps.reshape, { shape });
}
