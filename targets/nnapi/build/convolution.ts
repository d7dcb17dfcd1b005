/** CONV_2D, and its forms for channels that are convolved each on its own or in groups. */

import type { Argument, OperandType } from '../syntax.ts';
import type { LowerRequest } from '../lowering.ts';
import { integerBias, integerFilter } from '../quantised/products.ts';
import { FUSED_NONE, bool, int, isWeight, shapeOf, zeros } from '../terms.ts';
import type { Term } from '../terms.ts';
import { windowsOfNode } from './windows.ts';

export function convolution(request: LowerRequest): Term {
  const { m, operand, required, to } = request;
  const x = required(0);
  const { filter, outputs } = filterOf(request);
  return convolved(request, [x, m.dequantised(filter), operand(2) ?? zeros(x, outputs)], to);
}

/** Of an image in 8 bits, where its filter has as many, and so has the result. */
export function quantisedConvolution(request: LowerRequest): Term | undefined {
  const { operand, quantised, wanted, required } = request;
  const x = quantised(0);
  // Filters and biases that are computed are not in integers.
  if (x === undefined || wanted === undefined || !isWeight(required(1))) return undefined;
  const { filter, axis, outputs } = filterOf(request);
  const integers = integerFilter(filter, x, axis);
  const bias = operand(2);
  if (integers === undefined || (bias !== undefined && !isWeight(bias))) return undefined;
  const terms = integerBias(request, x.type, integers.type, outputs, bias?.constant);
  return convolved(request, [x, integers, terms], wanted);
}

/** As the operation has it, and its axis of outputs. */
function filterOf(request: LowerRequest) {
  const { m, required, type } = request;
  const [outputs = 1] = type(1).shape;
  const isDepthwise = isByChannel(request);
  const filter = m.transpose(required(1), isDepthwise ? [1, 2, 3, 0] : [0, 2, 3, 1]);
  return { filter, outputs, axis: isDepthwise ? 3 : 0 };
}

function isByChannel({ attributes, type }: LowerRequest): boolean {
  return attributes.int('groups') > 1 && type(1).shape[1] === 1;
}

function convolved(
  request: LowerRequest,
  [x, filter, bias]: readonly [Term, Term, Term],
  to: OperandType,
): Term {
  const { m, attributes, type } = request;
  const groups = attributes.int('groups');
  const [outputs = 1, , ...kernel] = type(1).shape;
  const windows = windowsOfNode(request, kernel);
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
  if (isByChannel(request)) {
    const multiplier = int(outputs / (shapeOf(x)[3] ?? 1));
    return m.op('DEPTHWISE_CONV_2D', [...data, multiplier, FUSED_NONE, ...dilation], to);
  }
  if (groups > 1) {
    return m.op('GROUPED_CONV_2D', [...data, int(groups), FUSED_NONE, bool(false)], to);
  }
  return m.op('CONV_2D', [...data, FUSED_NONE, ...dilation], to);
}
