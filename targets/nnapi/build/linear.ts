/** Products with one matrix, which FULLY_CONNECTED reads as [units, inputs], and whose result has two axes. */

import type { Node } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { staticShapeOf } from '../../shape.ts';
import { BATCHED_MATRICES } from '../levels.ts';
import type { LowerContext, LowerRequest } from '../lowering.ts';
import { integerBias } from '../quantised/products.ts';
import { perChannelWeight, perTensorWeight } from '../quantised/weights.ts';
import {
  FUSED_NONE,
  bool,
  codeOf,
  int,
  isWeight,
  MAX_RANK,
  reshaped,
  shapeOf,
  weight,
  zeros,
} from '../terms.ts';
import type { Term } from '../terms.ts';

/** Rows of floats by a constant; before BATCH_MATMUL also by what is computed. */
export function isByOneMatrix(node: Node, { featureLevel }: LowerContext): boolean {
  const [a, b] = node.operands;
  if (a === undefined || b === undefined) return false;
  const isFloat = a.type.dtype === 'f32' || a.type.dtype === 'f16';
  const rank = staticShapeOf(a).length;
  return (
    isFloat &&
    rank >= 2 &&
    rank <= MAX_RANK &&
    staticShapeOf(b).length === 2 &&
    !attributesOf(node).bool('transpose_a') &&
    (b.constant !== undefined || featureLevel < BATCHED_MATRICES)
  );
}

export function byOneMatrix({ m, attributes, required, bias }: LowerRequest): Term {
  const x = required(0);
  const given = required(1);
  const filter = attributes.bool('transpose_b') ? given : m.transpose(given, [1, 0]);
  const [units = 1, inputs = 1] = shapeOf(filter);
  const rows = elementCount(shapeOf(x)) / inputs;
  const terms = bias === undefined ? zeros(x, units) : weight(bias, codeOf(x));
  const inputsOf = [x, m.dequantised(filter), terms, FUSED_NONE];
  return m.op('FULLY_CONNECTED', inputsOf, reshaped(x, [rows, units]));
}

/** FULLY_CONNECTED takes one scale for all its weights; with one for each unit a convolution of single points does. */
export function quantisedByOneMatrix(request: LowerRequest): Term | undefined {
  const { m, attributes, required, quantised, bias, wanted } = request;
  const x = quantised(0);
  const given = quantised(1) ?? required(1);
  if (x === undefined || wanted === undefined) return undefined;
  if (!isWeight(given) && quantised(1) === undefined) return undefined;
  const filter = attributes.bool('transpose_b') ? given : m.transpose(given, [1, 0]);
  const [units = 1, inputs = 1] = shapeOf(filter);
  const rows = elementCount(shapeOf(x)) / inputs;
  const type = { ...wanted, shape: [rows, units] };
  const one = isWeight(filter) ? perTensorWeight(filter, codeOf(x)) : filter;
  if (one !== undefined) {
    const terms = integerBias(request, x.type, one.type, units, bias);
    return m.op('FULLY_CONNECTED', [x, one, terms, FUSED_NONE], type);
  }
  const many = isWeight(filter) ? perChannelWeight(filter, 0) : undefined;
  if (many === undefined) return undefined;
  const points = m.view(x, [1, rows, 1, inputs]);
  const wide = { ...many, type: { ...many.type, shape: [units, 1, 1, inputs] } };
  const terms = integerBias(request, x.type, many.type, units, bias);
  const placed = [0, 0, 0, 0, 1, 1].map(int);
  const image = { ...wanted, shape: [1, rows, 1, units] };
  return m.op('CONV_2D', [points, wide, terms, ...placed, FUSED_NONE], image);
}

/** Products of as many matrices, all of computed numbers, of signed 8-bit numbers only. */
export function quantisedProducts({ m, attributes, quantised, wanted }: LowerRequest) {
  const [a, b] = [quantised(0), quantised(1)];
  if (a === undefined || b === undefined || wanted?.code !== 'TENSOR_QUANT8_ASYMM_SIGNED') {
    return undefined;
  }
  const flags = [attributes.bool('transpose_a'), attributes.bool('transpose_b')].map(bool);
  return m.op('BATCH_MATMUL', [a, b, ...flags], wanted);
}
