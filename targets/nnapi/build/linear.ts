/** Products with one matrix, which FULLY_CONNECTED reads as [units, inputs], and whose result has two axes. */

import type { Node } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { staticShapeOf } from '../../shape.ts';
import { BATCHED_MATRICES } from '../levels.ts';
import type { LowerContext, LowerRequest } from '../lowering.ts';
import { FUSED_NONE, codeOf, MAX_RANK, reshaped, shapeOf, weight, zeros } from '../terms.ts';
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
  return m.op('FULLY_CONNECTED', [x, filter, terms, FUSED_NONE], reshaped(x, [rows, units]));
}
