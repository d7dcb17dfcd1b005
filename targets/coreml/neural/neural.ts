/**
 * Nodes on tokens lowered in [B, C, 1, S]: linear layers as convolutions of one by one, norms over the channels,
 * attention head by head. What does not fit is lowered as it is elsewhere.
 */

import { hasTrait } from '../../../ir/define.ts';
import { resultOf } from '../../../ir/graph.ts';
import type { Node, Value } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount, tensorType } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { staticShapeOf } from '../../shape.ts';
import type { Lowering, LowerRequest } from '../lowering.ts';
import { split } from '../build/movement.ts';
import { geluMode } from '../build/gelu.ts';
import { layerWeight } from '../build/matrix.ts';
import { carrierDType } from '../terms.ts';
import { neuralAttention } from './attention.ts';
import { isTokens, reshaped, storedShape, tokenOrder, transposed } from './factors.ts';
import type { Seen } from './factors.ts';
import { channelNorm, pointConvolution } from './layers.ts';
import type { NeuralLayout } from './layout.ts';
import { neuralPointwise } from './pointwise.ts';

/** False where the node is to be lowered as elsewhere. */
export function lowerNeural(
  layout: NeuralLayout,
  request: LowerRequest,
  lowering: Lowering,
): boolean {
  const { node } = request;
  switch (node.op.name) {
    case 'reshape':
    case 'transpose':
      return moved(layout, node);
    case 'matmul':
      return lowering.takesBias(node, request.context) && linear(layout, request);
    case 'layer_norm':
      return channelNorm(layout, request);
    case 'geglu':
      return gated(layout, request);
    case 'attention':
      return neuralAttention(layout, request);
    case 'quantize_linear':
    case 'dequantize_linear':
      return scaledAsWhole(layout, request, lowering);
    default:
      return hasTrait(node.op, 'pointwise') && neuralPointwise(layout, request, lowering);
  }
}

function moved(layout: NeuralLayout, node: Node): boolean {
  const [operand] = node.operands;
  if (operand === undefined || operand.constant !== undefined) return false;
  const seen = layout.find(operand) ?? seenImage(layout, node, operand);
  if (seen === undefined) return false;
  const result = resultOf(node);
  const again =
    node.op.name === 'transpose'
      ? transposed(seen, attributesOf(node).ints('perm'))
      : reshaped(seen, staticShapeOf(result));
  if (again === undefined) return false;
  layout.set(result, again);
  return true;
}

/** An image whose places are about to become tokens. */
function seenImage(layout: NeuralLayout, node: Node, operand: Value): Seen | undefined {
  const producer = operand.producer?.op;
  if (producer !== undefined && hasTrait(producer, 'movement')) return undefined;
  const { length } = staticShapeOf(operand);
  const isImage = length === 4 || (length === 3 && node.op.name === 'transpose');
  return isImage ? layout.image(operand) : undefined;
}

function linear(layout: NeuralLayout, request: LowerRequest): boolean {
  const [operand] = request.node.operands;
  const dtype = carrierDType(request.result.dtype);
  if (operand === undefined || dtype === undefined || staticShapeOf(operand).length < 2) {
    return false;
  }
  const kernel = layerWeight(request, dtype, true);
  if (kernel === undefined) return false;
  pointConvolution(layout, request, layout.tokens(operand), kernel);
  return true;
}

/** Quantisation with one scale does not see where elements lie. */
function scaledAsWhole(layout: NeuralLayout, request: LowerRequest, lowering: Lowering): boolean {
  const { node, result } = request;
  const [operand, ...parameters] = node.operands;
  const seen = operand && layout.find(operand);
  const whole = parameters.every((one) => !one || elementCount(staticShapeOf(one)) === 1);
  if (seen === undefined || !whole) return false;
  const stored = lowering.lower({
    ...request,
    required: () => seen.stored,
    raw: () => seen.stored,
    result: tensorType(result.dtype, storedShape(seen.sizes)),
  });
  const [only] = [stored].flat();
  if (only === undefined) throw new Error(`${node.op.name} gives no result`);
  layout.set(resultOf(node), { ...seen, stored: only });
  return true;
}

function gated(layout: NeuralLayout, request: LowerRequest): boolean {
  const { m, math, node, attributes } = request;
  const [operand] = node.operands;
  const seen = operand && layout.find(operand);
  const { shape } = request.type(0);
  const last = shape.length - 1;
  if (
    !seen ||
    !isTokens(seen, shape[last]) ||
    normalizeAxis(attributes.int('axis'), shape.length) !== last
  )
    return false;
  const [value, gate] = split(m, seen.stored, 1, 2);
  if (value === undefined || gate === undefined) throw new Error('a split gives its parts');
  const product = math.mul(value, math.gelu(gate, geluMode(attributes)));
  const sizes = { ...seen.sizes, channel: seen.sizes.channel / 2 };
  layout.place(resultOf(node), product, sizes, tokenOrder(sizes));
  return true;
}
