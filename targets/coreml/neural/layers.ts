/** Linear layers and norms on [B, C, 1, S]. */

import { resultOf } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { epsilonOf } from '../build/arithmetic.ts';
import { view } from '../build/movement.ts';
import { convolve } from '../build/windows.ts';
import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, ints, isLiteral, shapeOf, typed, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { tokenOrder } from './factors.ts';
import type { Seen } from './factors.ts';
import type { NeuralLayout } from './layout.ts';

/** One window of one element, one apart. */
const POINT = { kernel: [1, 1], strides: [1, 1], dilations: [1, 1], before: [0, 0], after: [0, 0] };

export function pointConvolution(
  layout: NeuralLayout,
  request: LowerRequest,
  { stored, sizes }: Seen,
  kernel: Term,
): void {
  const dtype = dtypeOf(stored);
  const [outputs = 1] = shapeOf(kernel);
  const bias = request.bias && weight(request.bias, dtype);
  const result = convolve(request, stored, { weight: kernel, bias }, { ...POINT, groups: 1 });
  const own = { ...sizes, channel: outputs };
  layout.place(resultOf(request.node), result, own, tokenOrder(own));
}

/**
 * Layer normalisation over the channels. One operation rather than its steps: those would round in fp16 after
 * each, and their squares overflow.
 */
export function channelNorm(layout: NeuralLayout, request: LowerRequest): boolean {
  const { m, node, attributes, operand, type } = request;
  const { length } = type(0).shape;
  const [given] = node.operands;
  if (given === undefined || length < 2) return false;
  if (normalizeAxis(attributes.int('axis'), length) !== length - 1) return false;
  const affine = [operand(1), operand(2)];
  if (!affine.every((term) => term === undefined || isLiteral(term))) return false;
  const { stored, sizes } = layout.tokens(given);
  const [gamma, beta] = affine;
  const result = m.op(
    'layer_norm',
    {
      x: stored,
      axes: ints([1]),
      gamma: gamma && view(m, gamma, [sizes.channel]),
      beta: beta && view(m, beta, [sizes.channel]),
      epsilon: epsilonOf(attributes.float('epsilon'), dtypeOf(stored)),
    },
    typed(dtypeOf(stored), shapeOf(stored)),
  );
  layout.place(resultOf(node), result, sizes, tokenOrder(sizes));
  return true;
}
