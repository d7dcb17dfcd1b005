/** Shapes of a graph in which every shape is known. */

import type { Value } from '../ir/graph.ts';
import { isStaticType } from '../ir/types.ts';
import type { StaticTensorType } from '../ir/types.ts';

export function staticTypeOf(value: Value): StaticTensorType {
  if (!isStaticType(value.type)) throw new Error('a lowered graph has known shapes');
  return value.type;
}

export function staticShapeOf(value: Value): readonly number[] {
  return staticTypeOf(value).shape;
}
