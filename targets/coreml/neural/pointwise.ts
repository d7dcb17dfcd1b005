/** Pointwise nodes on stored tensors: all operands seen alike, constants along the channels or of one number. */

import { resultOf } from '../../../ir/graph.ts';
import type { Value } from '../../../ir/graph.ts';
import { elementCount, tensorType } from '../../../ir/types.ts';
import { staticShapeOf } from '../../shape.ts';
import { view } from '../build/movement.ts';
import type { Lowering, LowerRequest } from '../lowering.ts';
import { carrierDType, sameShape, weight } from '../terms.ts';
import type { Term } from '../terms.ts';
import { isTokens, sameFactors, sequence, storedShape } from './factors.ts';
import type { Seen } from './factors.ts';
import type { NeuralLayout } from './layout.ts';

export function neuralPointwise(
  layout: NeuralLayout,
  request: LowerRequest,
  lowering: Lowering,
): boolean {
  const { node } = request;
  const result = resultOf(node);
  const like = node.operands
    .map((operand) => operand && layout.find(operand))
    .find((seen) => seen !== undefined);
  if (like === undefined) return false;
  const fits = node.operands.every(
    (operand) => operand === undefined || isAlike(layout, operand, result, like),
  );
  if (!fits) return false;
  const terms = node.operands.map(
    (operand) => operand && storedTerm(layout, request, operand, like),
  );
  const stored = lowering.lower({
    ...request,
    operand: (index) => terms[index],
    required: (index) => terms[index] ?? request.required(index),
    operands: () => terms.filter((term) => term !== undefined),
    result: tensorType(request.result.dtype, storedShape(like.sizes)),
  });
  const [only] = [stored].flat();
  if (only === undefined) throw new Error(`${node.op.name} gives no result`);
  layout.set(result, { ...like, stored: only });
  return true;
}

function isAlike(layout: NeuralLayout, operand: Value, result: Value, like: Seen): boolean {
  const shape = staticShapeOf(operand);
  if (elementCount(shape) === 1) return operand.constant !== undefined;
  const own = staticShapeOf(result);
  if (operand.constant !== undefined) {
    const channels = shape.at(-1) ?? 1;
    return (
      channels === like.sizes.channel && elementCount(shape) === channels && isLastChannel(like)
    );
  }
  if (!sameShape(shape, own)) return false;
  const seen = layout.find(operand);
  if (seen !== undefined && isSeenLike(seen, like)) return true;
  // What is not seen so can become tokens.
  return isTokens(like, own.at(-1)) && isLastChannel(like) && own[0] === like.sizes.batch;
}

function isSeenLike(seen: Seen, like: Seen): boolean {
  const shapes = [seen, like].map(({ sizes }) => storedShape(sizes));
  return (
    sameShape(shapes[0] ?? [], shapes[1] ?? []) &&
    sameFactors(sequence(seen.axes), sequence(like.axes))
  );
}

/** The last axis is just the channels. */
function isLastChannel({ axes, sizes }: Seen): boolean {
  return (
    sizes.channel === elementCount((axes.at(-1) ?? []).map(({ size }) => size)) &&
    (axes.at(-1) ?? []).every(({ source }) => source === 'channel')
  );
}

function storedTerm(layout: NeuralLayout, { m }: LowerRequest, operand: Value, like: Seen): Term {
  if (operand.constant !== undefined) {
    const dtype = carrierDType(operand.constant.type.dtype);
    if (dtype === undefined) throw new Error('a constant has a dtype of MIL');
    const channels = elementCount(staticShapeOf(operand));
    return view(m, weight(operand.constant, dtype), channels === 1 ? [] : [1, channels, 1, 1]);
  }
  const seen = layout.find(operand);
  if (seen !== undefined && isSeenLike(seen, like)) return seen.stored;
  return layout.tokens(operand).stored;
}
