/** BasicTransformerBlock: self-attention, cross-attention to the text, feed-forward; each after a LayerNorm. */

import type { GraphWriter, Value } from '../onnx/graph-writer.ts';
import { layerNorm } from '../layers/layer-norm.ts';
import { add } from '../operators/elementwise.ts';
import { attention } from './attention.ts';
import { gegluFeedForward } from './geglu.ts';

const LAYER_NORM_EPSILON = 1e-5;
const FEED_FORWARD_EXPANSION = 4;

export function transformerBlock(g: GraphWriter, x: Value, text: Value, heads: number): Value {
  const options = { heads, bias: false };
  const norm1 = layerNorm(g.module('norm1'), x, LAYER_NORM_EPSILON);
  const afterSelf = add(g, attention(g.module('attn1'), norm1, norm1, options), x);
  const norm2 = layerNorm(g.module('norm2'), afterSelf, LAYER_NORM_EPSILON);
  const afterCross = add(g, attention(g.module('attn2'), norm2, text, options), afterSelf);
  const norm3 = layerNorm(g.module('norm3'), afterCross, LAYER_NORM_EPSILON);
  return add(g, gegluFeedForward(g.module('ff'), norm3, FEED_FORWARD_EXPANSION), afterCross);
}
