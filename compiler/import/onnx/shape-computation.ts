/** Sizes that meet ordinary data while dims are unbound: computed in the graph by counting ones. */

import { arithmetic } from '../../../ir/arithmetic.ts';
import type { CoreBuilder } from '../../../ir/builder.ts';
import type { Value } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
import { NeedsDims } from './needs-dims.ts';
import { isNeverNegative } from './shape-elements.ts';
import type { ShapeElement } from './shape-elements.ts';
import { openDims } from './shape-values.ts';
import type { ShapeTensor } from './shape-values.ts';

/** Throws NeedsDims for elements without an expression. */
export function computedShape(b: CoreBuilder, tensor: ShapeTensor): Value {
  const { dtype, shape } = tensor.type;
  const m = arithmetic(b);
  const inputs = tensor.elements.map((element) => {
    const { count, over } = computedCount(b, element, tensor);
    const value = m.cast(count, dtype);
    return over === 1 ? value : m.div(value, over);
  });
  return m.reshape(b.concat({ inputs }, { axis: 0 }), shape);
}

function computedCount(b: CoreBuilder, element: ShapeElement, tensor: ShapeTensor) {
  if (element === undefined) throw new NeedsDims(openDims([tensor]));
  const { dim, over } = element;
  if (over !== 1 && DTYPES[tensor.type.dtype].kind !== 'float') throw new NeedsDims([dim]);
  if (typeof dim === 'number') return { count: b.vector('i64', [dim]), over };
  if (!isNeverNegative(dim)) throw new NeedsDims([dim]);
  const ones = b.broadcast({ input: b.scalar('i64', 1) }, { shape: [dim] });
  return { count: b.reduce_sum({ input: ones }, { axes: [0] }), over };
}
