/** Distributions of seeded weights: activations keep a standard deviation near one through any depth. */

import type { Distribution } from '../onnx/index.ts';

/** Unit variance in, unit variance out. */
export function weightOf(fanIn: number): Distribution {
  return { mean: 0, std: 1 / Math.sqrt(fanIn) };
}

export const BIAS: Distribution = { mean: 0, std: 0.02 };
export const NORM_WEIGHT: Distribution = { mean: 1, std: 0.05 };
export const NORM_BIAS: Distribution = { mean: 0, std: 0.05 };
export const EMBEDDING: Distribution = { mean: 0, std: 0.5 };
