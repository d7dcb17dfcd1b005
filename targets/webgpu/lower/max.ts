/** The greater; WGSL leaves NaN open, so a NaN operand is passed on by hand. */

import { isNan } from '../floats.ts';
import { pointwise } from '../lowering.ts';

export const max = pointwise(([a = '', b = ''], context) => {
  const plain = `max(${a}, ${b})`;
  if (context.type !== 'f32') return plain;
  return `select(select(${plain}, ${b}, ${isNan(b, context)}), ${a}, ${isNan(a, context)})`;
});
