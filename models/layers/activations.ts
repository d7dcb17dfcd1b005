/** Activation functions in the exporter's spelling. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { add, divide, erf, multiply, scalar, sigmoid } from '../operators/elementwise.ts';

/** x * sigmoid(x) */
export function silu(g: GraphWriter, x: Value): Value {
  return multiply(g, x, sigmoid(g, x));
}

/** x * (1 + erf(x / sqrt 2)) * 0.5, the exact form. */
export function gelu(g: GraphWriter, x: Value): Value {
  const error = erf(g, divide(g, x, scalar(g, x.dtype, Math.SQRT2)));
  const gated = multiply(g, x, add(g, error, scalar(g, x.dtype, 1)));
  return multiply(g, gated, scalar(g, x.dtype, 0.5));
}

/** x * sigmoid(1.702 x), CLIP's approximation of gelu. */
export function quickGelu(g: GraphWriter, x: Value): Value {
  return multiply(g, x, sigmoid(g, multiply(g, x, scalar(g, x.dtype, 1.702))));
}
