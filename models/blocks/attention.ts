/** Multi-head attention without masks: projections, softmax(q kᵀ / sqrt d) v per head, projection. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { linear } from '../layers/linear.ts';
import { divide, multiply, scalar } from '../operators/elementwise.ts';
import { matmul, softmax } from '../operators/matmul.ts';
import { staticDim, transpose } from '../operators/shape.ts';
import { mergeHeads, splitHeads } from './heads.ts';

export interface AttentionOptions {
  readonly heads: number;
  /** Whether the query, key and value projections have a bias; the last projection always has. */
  readonly bias: boolean;
}

/** `x` and `context` are [batch, tokens, channels]; self-attention passes `x` twice. */
export function attention(
  g: GraphWriter,
  x: Value,
  context: Value,
  { heads, bias }: AttentionOptions,
): Value {
  const width = staticDim(x, -1);
  const project = (name: string, from: Value) => linear(g.module(name), from, { width, bias });
  const query = project('to_q', x);
  const key = project('to_k', context);
  const value = project('to_v', context);
  const mixed = attendHeads(g, query, key, value, heads);
  const projected = linear(g.module('to_out.0'), mixed, { width });
  const outputScaleFactor = scalar(g, x.dtype, 1);
  return divide(g, projected, outputScaleFactor);
}

function attendHeads(g: GraphWriter, query: Value, key: Value, value: Value, heads: number): Value {
  const q = splitHeads(g, query, heads);
  const k = splitHeads(g, key, heads);
  const v = splitHeads(g, value, heads);
  const products = matmul(g, q, transpose(g, k, [0, 2, 1]));
  const scale = 1 / Math.sqrt(staticDim(q, -1));
  const scores = multiply(g, products, scalar(g, query.dtype, scale));
  return mergeHeads(g, matmul(g, softmax(g, scores), v), query, heads);
}
