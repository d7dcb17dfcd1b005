/** Conv2d over NCHW; with asymmetric padding the exporter writes a Pad before it. */

import { attribute } from '../onnx/index.ts';
import type { Dim, GraphWriter, Value } from '../onnx/graph-writer.ts';
import { dimAt, staticDim } from '../operators/shape.ts';
import { halved } from '../operators/symbolic-size.ts';
import { BIAS, weightOf } from './initialization.ts';

export interface Conv2dOptions {
  readonly width: number;
  readonly kernel: 1 | 3;
  readonly stride?: 1 | 2;
  /** Zeros on all four sides; the default keeps the size at stride 1. */
  readonly padding?: 0 | 1;
}

export function conv2d(g: GraphWriter, x: Value, options: Conv2dOptions): Value {
  const { width, kernel, stride = 1 } = options;
  const padding = options.padding ?? (kernel - 1) / 2;
  const channels = staticDim(x, 1);
  const weight = g.parameter(
    'weight',
    [width, channels, kernel, kernel],
    weightOf(channels * kernel * kernel),
  );
  const bias = g.parameter('bias', [width], BIAS);
  const size = (axis: number) => convolved(dimAt(x, axis), kernel, stride, padding);
  return g.node(
    'Conv',
    [x, weight, bias],
    {
      dilations: attribute.ints([1, 1]),
      group: attribute.int(1),
      kernel_shape: attribute.ints([kernel, kernel]),
      pads: attribute.ints([padding, padding, padding, padding]),
      strides: attribute.ints([stride, stride]),
    },
    { dtype: x.dtype, shape: [dimAt(x, 0), width, size(2), size(3)] },
  );
}

function convolved(dim: Dim, kernel: number, stride: number, padding: number): Dim {
  if (typeof dim === 'number') return Math.floor((dim + 2 * padding - kernel) / stride) + 1;
  return stride === 1 ? dim : halved(dim);
}
