/** Error function by Abramowitz and Stegun 7.1.26: absolute error below 1.5e-7. */

import { pointwise } from '../lowering.ts';
import { wgslType } from '../syntax.ts';

export const erf = pointwise(([x], { kernel, width }) => {
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
});
