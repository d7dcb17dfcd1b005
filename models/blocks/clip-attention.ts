/** CLIP's masked self-attention: the query is scaled first, and the mask is added per image in the batch. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { linear } from '../layers/linear.ts';
import { add, multiply, scalar } from '../operators/elementwise.ts';
import { extent, multiplyExtents } from '../operators/extent.ts';
import { matmul, softmax } from '../operators/matmul.ts';
import { reshape, staticDim, transpose } from '../operators/shape.ts';
import { mergeHeads, splitHeads } from './heads.ts';

/** `mask` is [batch or 1, 1, tokens, tokens], zero where a token may look. */
export function clipAttention(g: GraphWriter, x: Value, mask: Value, heads: number): Value {
  const width = staticDim(x, -1);
  const [batch, tokens] = [extent(g, x, 0), extent(g, x, 1)];
  const scale = scalar(g, x.dtype, 1 / Math.sqrt(width / heads));
  const query = multiply(g, linear(g.module('q_proj'), x, { width }), scale);
  const key = linear(g.module('k_proj'), x, { width });
  const value = linear(g.module('v_proj'), x, { width });
  const q = splitHeads(g, query, heads);
  const k = splitHeads(g, key, heads);
  const v = splitHeads(g, value, heads);
  const products = matmul(g, q, transpose(g, k, [0, 2, 1]));
  const perImage = add(g, reshape(g, products, [batch, heads, tokens, tokens]), mask);
  const scores = reshape(g, perImage, [multiplyExtents(g, batch, heads), tokens, tokens]);
  const mixed = mergeHeads(g, matmul(g, softmax(g, scores), v), x, heads);
  return linear(g.module('out_proj'), mixed, { width });
}
