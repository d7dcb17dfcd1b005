/** Quotient; integers truncate towards zero and give 0 for a zero divisor. */

import { wrapped } from '../integers.ts';
import { pointwise } from '../lowering.ts';
import { wgslType } from '../syntax.ts';

export const div = pointwise(([a, b], context) => {
  const { type, literal, width } = context;
  if (type === 'f32') return `${a} / ${b}`;
  const zero = `(${b} == ${literal(0)})`;
  const quotient = `(${a}) / select(${b}, ${literal(1)}, ${zero})`;
  return wrapped(`select(${quotient}, ${wgslType(type, width)}(0), ${zero})`, context);
});
