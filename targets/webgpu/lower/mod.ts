/** Remainder: with the divisor's sign (Python), or the dividend's where `fmod` is set (C). */

import { attributesOf } from '../../attributes.ts';
import { pointwise } from '../lowering.ts';

export const mod = pointwise(([a, b], { type, node, literal }) => {
  const fmod = attributesOf(node).bool('fmod');
  if (fmod || type === 'u32') return `${a} % ${b}`;
  if (type === 'f32') return `${a} - ${b} * floor(${a} / ${b})`;
  return `((${a} % ${b}) + select(${literal(0)}, ${b}, ((${a} % ${b}) != ${literal(0)}) & (((${a} % ${b}) < ${literal(0)}) != (${b} < ${literal(0)}))))`;
});
