/**
 * Sine and cosine to single precision: WGSL's own may be wrong by 5e-4 and lose large arguments, such as the
 * timesteps of a diffusion model. Reduction by pi/2 in three parts and the polynomials of Cephes' sinf.
 */

import type { ExpressionContext } from './lowering.ts';
import { wgslType } from './syntax.ts';
import type { KernelWriter, Width } from './syntax.ts';

/** sin(x + shift * pi/2): shift 0 is the sine, 1 the cosine. */
export function sine(x: string, shift: 0 | 1, { kernel, width }: ExpressionContext): string {
  return call(kernel, width, x, shift);
}

/** cos(2 pi v) of a scalar. */
export function cosineOfTurns(kernel: KernelWriter, v: string): string {
  return call(kernel, 1, `6.283185307179586 * ${v}`, 1);
}

function call(kernel: KernelWriter, width: Width, x: string, shift: 0 | 1): string {
  const f = wgslType('f32', width);
  const i = wgslType('i32', width);
  const name = `sine${width}`;
  kernel.helper(
    name,
    `fn ${name}(x: ${f}, shift: i32) -> ${f} {
  let k = round(x * 0.6366197723675814);
  let r = ((x - k * 1.5703125) - k * 4.837512969970703e-4) - k * 7.549789954891882e-8;
  let quadrant = (${i}(k) + ${i}(shift)) & ${i}(3);
  let z = r * r;
  let s = ((-1.9515295891e-4 * z + 8.3321608736e-3) * z - 1.6666654611e-1) * z * r + r;
  let c = ((2.443315711809948e-5 * z - 1.388731625493765e-3) * z + 4.166664568298827e-2) * z * z - 0.5 * z + 1.0;
  let size = select(s, c, (quadrant & ${i}(1)) == ${i}(1));
  return select(size, -size, quadrant >= ${i}(2));
}`,
  );
  return `${name}(${x}, ${shift})`;
}
