/** Doubles height and width: nearest neighbour, then a convolution. */

import { attribute } from '../onnx/index.ts';
import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { conv2d } from '../layers/conv2d.ts';
import { dimAt, staticDim } from '../operators/shape.ts';
import { doubled } from '../operators/symbolic-size.ts';

export function upsample(g: GraphWriter, x: Value): Value {
  const scales = g.constant('f32', [4], [1, 1, 2, 2]);
  const shape = [dimAt(x, 0), dimAt(x, 1), doubled(dimAt(x, 2)), doubled(dimAt(x, 3))];
  const larger = g.node(
    'Resize',
    [x, undefined, scales],
    {
      coordinate_transformation_mode: attribute.string('asymmetric'),
      cubic_coeff_a: attribute.float(-0.75),
      mode: attribute.string('nearest'),
      nearest_mode: attribute.string('floor'),
    },
    { dtype: x.dtype, shape },
  );
  return conv2d(g.module('conv'), larger, { width: staticDim(x, 1), kernel: 3 });
}
