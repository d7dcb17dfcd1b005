/** Halves height and width by a strided convolution; autoencoders pad on the right and below only. */

import { attribute } from '../onnx/index.ts';
import type { Dim, GraphWriter, Value } from '../onnx/graph-writer.ts';
import { conv2d } from '../layers/conv2d.ts';
import { scalar } from '../operators/elementwise.ts';
import { dimAt, staticDim } from '../operators/shape.ts';
import { halved } from '../operators/symbolic-size.ts';

export function downsample(g: GraphWriter, x: Value): Value {
  return conv2d(g.module('conv'), x, { width: staticDim(x, 1), kernel: 3, stride: 2 });
}

export function downsamplePaddedAtEnd(g: GraphWriter, x: Value): Value {
  const pads = g.constant('i64', [8], [0, 0, 0, 0, 0, 0, 1, 1]);
  const shape = [dimAt(x, 0), dimAt(x, 1), plusOne(dimAt(x, 2)), plusOne(dimAt(x, 3))];
  const padded = g.node(
    'Pad',
    [x, pads, scalar(g, x.dtype, 0)],
    { mode: attribute.string('constant') },
    { dtype: x.dtype, shape },
  );
  const options = { width: staticDim(x, 1), kernel: 3, stride: 2, padding: 0 } as const;
  const halvedImage = conv2d(g.module('conv'), padded, options);
  const size = (axis: number) => {
    const dim = dimAt(x, axis);
    return typeof dim === 'number' ? dimAt(halvedImage, axis) : halved(dim);
  };
  return { ...halvedImage, shape: [dimAt(x, 0), dimAt(x, 1), size(2), size(3)] };
}

function plusOne(dim: Dim): Dim {
  return typeof dim === 'number' ? dim + 1 : `(${dim}+1)`;
}
