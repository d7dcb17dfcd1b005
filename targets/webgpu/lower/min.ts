/** The smaller; WGSL leaves NaN open, so a NaN operand is passed on by hand. */

import { isNan } from '../floats.ts';
import { pointwise } from '../lowering.ts';

export const min = pointwise(([a = '', b = ''], context) => {
  const plain = `min(${a}, ${b})`;
  if (context.type !== 'f32') return plain;
  return `select(select(${plain}, ${b}, ${isNan(b, context)}), ${a}, ${isNan(a, context)})`;
});
