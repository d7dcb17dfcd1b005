/** LayerNorm over the last axis: one operator from opset 17 on, its formula in nodes before. */

import { attribute } from '../onnx/index.ts';
import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import {
  add,
  divide,
  multiply,
  power,
  scalar,
  squareRoot,
  subtract,
} from '../operators/elementwise.ts';
import { staticDim } from '../operators/shape.ts';
import { NORM_BIAS, NORM_WEIGHT } from './initialization.ts';

export function layerNorm(g: GraphWriter, x: Value, epsilon: number): Value {
  const width = staticDim(x, -1);
  const weight = g.parameter('weight', [width], NORM_WEIGHT);
  const bias = g.parameter('bias', [width], NORM_BIAS);
  if (g.opset < 17) return decomposed(g, x, weight, bias, epsilon);
  const attributes = { axis: attribute.int(-1), epsilon: attribute.float(epsilon) };
  const type = { dtype: x.dtype, shape: x.shape };
  return g.node('LayerNormalization', [x, weight, bias], attributes, type);
}

function decomposed(g: GraphWriter, x: Value, weight: Value, bias: Value, epsilon: number): Value {
  const centred = subtract(g, x, lastAxisMean(g, x));
  const variance = lastAxisMean(g, power(g, centred, scalar(g, x.dtype, 2)));
  const deviation = squareRoot(g, add(g, variance, scalar(g, x.dtype, epsilon)));
  return add(g, multiply(g, divide(g, centred, deviation), weight), bias);
}

/** The form with an axes attribute, which ended with opset 18. */
function lastAxisMean(g: GraphWriter, x: Value): Value {
  const attributes = { axes: attribute.ints([-1]) };
  return g.node('ReduceMean', [x], attributes, {
    dtype: x.dtype,
    shape: [...x.shape.slice(0, -1), 1],
  });
}
