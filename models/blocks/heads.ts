/** Attention heads: split channels into heads that share the batch axis, and join them again. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { extent, multiplyExtents } from '../operators/extent.ts';
import { reshape, staticDim, transpose } from '../operators/shape.ts';

/** [batch, tokens, heads * d] to [batch * heads, tokens, d] */
export function splitHeads(g: GraphWriter, x: Value, heads: number): Value {
  const [batch, tokens, width] = [extent(g, x, 0), extent(g, x, 1), staticDim(x, 2)];
  if (width % heads !== 0) throw new RangeError(`${width} channels in ${heads} heads`);
  const split = reshape(g, x, [batch, tokens, heads, width / heads]);
  const perHead = transpose(g, split, [0, 2, 1, 3]);
  return reshape(g, perHead, [multiplyExtents(g, batch, heads), tokens, width / heads]);
}

/** [batch * heads, tokens, d] to [batch, tokens, heads * d], the shape of `like` */
export function mergeHeads(g: GraphWriter, x: Value, like: Value, heads: number): Value {
  const [batch, tokens, width] = [extent(g, like, 0), extent(g, like, 1), staticDim(like, 2)];
  const split = reshape(g, x, [batch, heads, tokens, width / heads]);
  const joined = transpose(g, split, [0, 2, 1, 3]);
  return reshape(g, joined, [batch, tokens, width]);
}
