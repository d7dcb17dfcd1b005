/** Conversion by the rules of ONNX Cast: floats truncate, integers wrap, anything but 0 is true. */

import { wrapped } from '../integers.ts';
import { pointwise } from '../lowering.ts';
import type { ExpressionContext } from '../lowering.ts';
import { wgslType } from '../syntax.ts';
import type { Width } from '../syntax.ts';

export const cast = pointwise(([x = ''], context) => {
  const { type, dtype, width, literal } = context;
  const from = context.operandTypes[0] ?? type;
  if (type === 'bool') return `(${x} != ${literal(0, from)})`;
  if (dtype === 'bf16') return bfloat16(x, from, width);
  const converted = from === type ? x : `${wgslType(type, width)}(${x})`;
  return dtype === 'f16' ? halfPrecision(converted, context) : wrapped(converted, context);
});

/** Keeps the upper half of the bits, rounded to nearest even. */
function bfloat16(x: string, from: string, width: Width): string {
  const u32 = wgslType('u32', width);
  const float = wgslType('f32', width);
  const bits = `bitcast<${u32}>(${from === 'f32' ? x : `${float}(${x})`})`;
  const one = `((${bits} >> ${u32}(16u)) & ${u32}(1u))`;
  const rounded = `(${bits} + ${u32}(0x7fffu) + ${one}) & ${u32}(0xffff0000u)`;
  return `bitcast<${float}>(${rounded})`;
}

/** Rounds through f16, so that a value that is only stored later is already what it will be. */
function halfPrecision(x: string, { width, kernel }: ExpressionContext): string {
  kernel.half();
  return width === 1 ? `f32(f16(${x}))` : `vec4<f32>(vec4<f16>(${x}))`;
}
