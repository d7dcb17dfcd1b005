/** Tests on floats that WGSL compilers must not optimise away. */

import { wgslType } from './syntax.ts';
import type { Width } from './syntax.ts';

/** True where an f32 expression is NaN, by its bits. */
export function isNan(x: string, { width }: { readonly width: Width }): string {
  const u32 = wgslType('u32', width);
  const bits = `(bitcast<${u32}>(${x}) & ${u32}(0x7fffffffu))`;
  return `(${bits} > ${u32}(0x7f800000u))`;
}
