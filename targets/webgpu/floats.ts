/** Functions of floats that WGSL lacks, or whose results it leaves open. */

import { wgslType } from './syntax.ts';
import type { KernelWriter, Width } from './syntax.ts';

/** True where an f32 expression is NaN, by its bits: compilers may assume that no NaN occurs. */
export function isNan(x: string, { width }: { readonly width: Width }): string {
  const u32 = wgslType('u32', width);
  const bits = `(bitcast<${u32}>(${x}) & ${u32}(0x7fffffffu))`;
  return `(${bits} > ${u32}(0x7f800000u))`;
}

/** Error function by Abramowitz and Stegun 7.1.26: absolute error below 1.5e-7. */
export function erfOf(x: string, kernel: KernelWriter, width: Width): string {
  const type = wgslType('f32', width);
  kernel.helper(
    `erf${width}`,
    `fn erf${width}(x: ${type}) -> ${type} {
  let a = abs(x);
  let t = ${type}(1.0) / (${type}(1.0) + 0.3275911 * a);
  let p = ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) * t + 0.254829592) * t;
  return sign(x) * (${type}(1.0) - p * exp(-a * a));
}`,
  );
  return `erf${width}(${x})`;
}

interface Writing {
  readonly kernel: KernelWriter;
  readonly width: Width;
  readonly literal: (value: number) => string;
}

/** gelu of a variable in the form that the op's `approximate` names. */
export function geluOf(
  x: string,
  approximate: string,
  { kernel, width, literal }: Writing,
): string {
  switch (approximate) {
    case 'sigmoid':
      return `${x} / (${literal(1)} + exp(${literal(-1.702)} * ${x}))`;
    case 'tanh': {
      const cube = `${literal(0.044715)} * ${x} * ${x} * ${x}`;
      const inner = kernel.let(`${literal(1.5957691216057308)} * (${x} + ${cube})`);
      return `${x} / (${literal(1)} + exp(-${inner}))`;
    }
    default: {
      const scaled = kernel.let(`${x} * ${literal(Math.SQRT1_2)}`);
      return `${literal(0.5)} * ${x} * (${literal(1)} + ${erfOf(scaled, kernel, width)})`;
    }
  }
}
