/** Elements with an index as coordinate along one axis: picked from the flat tensor. */

import { elementOffset } from '../../../ir/scatter.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { fromStart } from '../decompose/indices.ts';
import { rewritten } from '../lowering.ts';

export const gather_elements = rewritten(({ b, m, attributes, operand, shape, result }) => {
  const axis = normalizeAxis(attributes.int('axis'), shape(0).length);
  const count = elementCount(shape(1));
  const others = elementOffset(shape(0), shape(1), axis);
  const bases = Array.from({ length: count }, (_, at) => others(at, 0));
  const flat = m.cast(m.reshape(operand(1), [count]), 'i32');
  const indices = fromStart(m, flat, shape(0)[axis] ?? 1);
  const places = m.add(m.mul(indices, stridesOf(shape(0))[axis] ?? 1), b.vector('i32', bases));
  const input = m.reshape(operand(0), [elementCount(shape(0))]);
  return m.reshape(b.gather({ input, indices: places }, { axis: 0 }), result.shape);
});
