/** Transformer2D: an image as a sequence of pixels, through transformer blocks, with a residual around. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { conv2d } from '../layers/conv2d.ts';
import { groupNorm } from '../layers/group-norm.ts';
import { add } from '../operators/elementwise.ts';
import { extent, multiplyExtents } from '../operators/extent.ts';
import { reshape, staticDim, transpose } from '../operators/shape.ts';
import { transformerBlock } from './transformer-block.ts';

export interface Transformer2dOptions {
  readonly heads: number;
  /** Number of transformer blocks. */
  readonly depth: number;
  readonly normGroups: number;
}

const NORM_EPSILON = 1e-6;

export function transformer2d(
  g: GraphWriter,
  x: Value,
  text: Value,
  { heads, depth, normGroups }: Transformer2dOptions,
): Value {
  const width = staticDim(x, 1);
  const [batch, height, columns] = [extent(g, x, 0), extent(g, x, 2), extent(g, x, 3)];
  const normal = groupNorm(g.module('norm'), x, { groups: normGroups, epsilon: NORM_EPSILON });
  const projected = conv2d(g.module('proj_in'), normal, { width, kernel: 1 });
  const channelsLast = transpose(g, projected, [0, 2, 3, 1]);
  let tokens = reshape(g, channelsLast, [batch, multiplyExtents(g, height, columns), width]);
  for (let index = 0; index < depth; index++) {
    tokens = transformerBlock(g.module(`transformer_blocks.${index}`), tokens, text, heads);
  }
  const image = reshape(g, tokens, [batch, height, columns, width]);
  const channelsFirst = transpose(g, image, [0, 3, 1, 2]);
  return add(g, conv2d(g.module('proj_out'), channelsFirst, { width, kernel: 1 }), x);
}
