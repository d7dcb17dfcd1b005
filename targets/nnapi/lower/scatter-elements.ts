/** Each index with the place of its update is a place in the flat tensor. */

import { elementOffset } from '../../../ir/scatter.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { stridesOf } from '../../../ir/tensor.ts';
import { elementCount } from '../../../ir/types.ts';
import { fromStart } from '../decompose/indices.ts';
import { scattered } from '../decompose/scatters.ts';
import { rewritten } from '../lowering.ts';

export const scatter_elements = rewritten((site) => {
  const { b, m, attributes, operand, shape, result } = site;
  const axis = normalizeAxis(attributes.int('axis'), shape(0).length);
  const count = elementCount(shape(1));
  const others = elementOffset(shape(0), shape(1), axis);
  const bases = Array.from({ length: count }, (_, at) => others(at, 0));
  const flat = m.cast(m.reshape(operand(1), [count]), 'i32');
  const indices = fromStart(m, flat, shape(0)[axis] ?? 1);
  const places = m.add(m.mul(indices, stridesOf(shape(0))[axis] ?? 1), b.vector('i32', bases));
  const updated = scattered(site, {
    input: m.reshape(operand(0), [elementCount(shape(0)), 1]),
    places,
    updates: m.reshape(operand(2), [count, 1]),
  });
  return m.reshape(updated, result.shape);
});
