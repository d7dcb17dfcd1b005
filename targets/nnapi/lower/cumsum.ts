/** Running sums along an axis: a product with a triangle of ones. */

import { normalizeAxis } from '../../../ir/shapes.ts';
import { dataConstant } from '../../../ir/constant.ts';
import { tensorFrom } from '../../../ir/tensor.ts';
import { DTYPES } from '../../../ir/types.ts';
import { lineShape } from '../decompose/ranks.ts';
import { rewritten } from '../lowering.ts';

export const cumsum = rewritten(({ b, m, attributes, operand, dtype, shape, result }) => {
  const axis = normalizeAxis(attributes.int('axis'), shape(0).length);
  const line = lineShape(shape(0), axis);
  const [, size = 1] = line;
  const [exclusive, reverse] = [attributes.bool('exclusive'), attributes.bool('reverse')];
  const counts = (from: number, to: number): boolean => {
    const [first, second] = reverse ? [to, from] : [from, to];
    return exclusive ? first < second : first <= second;
  };
  const ones = Array.from({ length: size * size }, (_, at) =>
    counts(Math.floor(at / size), at % size) ? 1 : 0,
  );
  const working = DTYPES[dtype(0)].kind === 'float' ? dtype(0) : 'f32';
  const triangle = b.constant(dataConstant(tensorFrom(working, [size, size], ones)));
  const rows = m.transpose(m.reshape(m.cast(operand(0), working), line), [0, 2, 1]);
  const sums = m.transpose(b.matmul({ a: rows, b: triangle }), [0, 2, 1]);
  return m.cast(m.reshape(sums, shape(0)), result.dtype);
});
