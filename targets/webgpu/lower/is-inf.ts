/** Tests the bits for the infinities that are asked for. */

import { attributesOf } from '../../attributes.ts';
import { pointwise } from '../lowering.ts';
import { wgslType } from '../syntax.ts';

export const is_inf = pointwise(([x = ''], { node, width }) => {
  const attributes = attributesOf(node);
  const bits = `bitcast<${wgslType('u32', width)}>(${x})`;
  const equals = (pattern: string): string => `(${bits} == ${wgslType('u32', width)}(${pattern}))`;
  const positive = attributes.bool('detect_positive') ? equals('0x7f800000u') : undefined;
  const negative = attributes.bool('detect_negative') ? equals('0xff800000u') : undefined;
  if (positive !== undefined && negative !== undefined) return `(${positive} | ${negative})`;
  return positive ?? negative ?? `${wgslType('bool', width)}(false)`;
});
