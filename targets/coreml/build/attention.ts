/** Scaled dot product attention: as one operation from iOS 18 on, else as products around a softmax. */

import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, int, scalar, shapeOf, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { attentionMask } from './attention-mask.ts';
import { matmul } from './matrix.ts';

const SCORES = { left: false, right: true };
const VALUES = { left: false, right: false };

export function loweredAttention(request: LowerRequest): Term {
  const { m, math, context, attributes, required } = request;
  const [query, key, value] = [required(0), required(1), required(2)];
  const scale = attributes.float('scale');
  const mask = attentionMask(request);
  const result =
    context.attention === 'sdpa' && m.since('CoreML8')
      ? fused(request, [query, key, value], scale, mask.added)
      : original(request, [query, key, value], scale, mask.added);
  if (mask.seen === undefined) return result;
  // A query that sees no key gives zeros.
  return math.select(mask.seen, result, scalar(dtypeOf(result), 0));
}

type Operands = readonly [query: Term, key: Term, value: Term];

/** The operation's own scale is 1 / sqrt(features): the query makes up for another. */
function fused(
  { m, math }: LowerRequest,
  [query, key, value]: Operands,
  scale: number,
  mask: Term | undefined,
): Term {
  const features = shapeOf(query).at(-1) ?? 1;
  const factor = scale * Math.sqrt(features);
  const same = Math.abs(factor - 1) < 1e-6;
  return m.op(
    'scaled_dot_product_attention',
    { query: same ? query : math.mul(query, factor), key, value, attn_mask: mask },
    typed(dtypeOf(query), [...shapeOf(query).slice(0, -1), shapeOf(value).at(-1) ?? 1]),
  );
}

/** The scale comes before the product, so that its sums stay small in fp16. */
function original(
  { m, math }: LowerRequest,
  [query, key, value]: Operands,
  scale: number,
  mask: Term | undefined,
): Term {
  const products = matmul(m, math.mul(query, scale), key, SCORES);
  const scores = mask === undefined ? products : math.add(products, mask);
  const weights = m.op(
    'softmax',
    { x: scores, axis: int(-1) },
    typed(dtypeOf(scores), shapeOf(scores)),
  );
  return matmul(m, weights, value, VALUES);
}
