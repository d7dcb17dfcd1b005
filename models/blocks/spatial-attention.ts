/** The autoencoder's attention: one head over all pixels, with a GroupNorm before and a residual around. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { groupNorm } from '../layers/group-norm.ts';
import type { GroupNormOptions } from '../layers/group-norm.ts';
import { add } from '../operators/elementwise.ts';
import { extent, multiplyExtents } from '../operators/extent.ts';
import { reshape, staticDim, transpose } from '../operators/shape.ts';
import { attention } from './attention.ts';

export function spatialAttention(g: GraphWriter, x: Value, norm: GroupNormOptions): Value {
  const width = staticDim(x, 1);
  const [batch, height, columns] = [extent(g, x, 0), extent(g, x, 2), extent(g, x, 3)];
  const pixels = reshape(g, x, [batch, width, multiplyExtents(g, height, columns)]);
  const normal = transpose(g, groupNorm(g.module('group_norm'), pixels, norm), [0, 2, 1]);
  const mixed = attention(g, normal, normal, { heads: 1, bias: true });
  const image = reshape(g, transpose(g, mixed, [0, 2, 1]), [batch, width, height, columns]);
  return add(g, image, x);
}
