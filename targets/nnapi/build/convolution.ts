/** CONV_2D, and its forms for channels that are convolved each on its own or in groups. */

import type { Argument } from '../syntax.ts';
import type { LowerRequest } from '../lowering.ts';
import { FUSED_NONE, bool, int, shapeOf, zeros } from '../terms.ts';
import type { Term } from '../terms.ts';
import { windowsOfNode } from './windows.ts';

export function convolution(request: LowerRequest): Term {
  const { m, attributes, operand, required, type, to } = request;
  const x = required(0);
  const groups = attributes.int('groups');
  const [outputs = 1, perGroup = 1, ...kernel] = type(1).shape;
  const windows = windowsOfNode(request, kernel);
  const isDepthwise = groups > 1 && perGroup === 1;
  const filter = m.transpose(required(1), isDepthwise ? [1, 2, 3, 0] : [0, 2, 3, 1]);
  const bias = operand(2) ?? zeros(x, outputs);
  const [top = 0, left = 0] = windows.before;
  const [bottom = 0, right = 0] = windows.after;
  const [strideY = 1, strideX = 1] = windows.strides;
  const [dilationY = 1, dilationX = 1] = windows.dilations;
  const placed = [left, right, top, bottom, strideX, strideY].map(int);
  const dilated = dilationX !== 1 || dilationY !== 1;
  const dilation: readonly Argument[] = dilated
    ? [bool(false), int(dilationX), int(dilationY)]
    : [];
  const data: readonly Argument[] = [x, filter, bias, ...placed];
  if (isDepthwise) {
    const multiplier = int(outputs / (shapeOf(x)[3] ?? 1));
    return m.op('DEPTHWISE_CONV_2D', [...data, multiplier, FUSED_NONE, ...dilation], to);
  }
  if (groups > 1) {
    return m.op('GROUPED_CONV_2D', [...data, int(groups), FUSED_NONE, bool(false)], to);
  }
  return m.op('CONV_2D', [...data, FUSED_NONE, ...dilation], to);
}
