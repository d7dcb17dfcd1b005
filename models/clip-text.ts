/** CLIP's text encoder; at full size that of ViT-L/14 (123,060,480 parameters), which SD 1.5 uses. */

import { causalMask } from './blocks/causal-mask.ts';
import { clipAttention } from './blocks/clip-attention.ts';
import { quickGelu } from './layers/activations.ts';
import { EMBEDDING } from './layers/initialization.ts';
import { layerNorm } from './layers/layer-norm.ts';
import { linear } from './layers/linear.ts';
import type { Dim, GraphWriter, Value } from './onnx/graph-writer.ts';
import { endOfText } from './blocks/end-of-text.ts';
import { add } from './operators/elementwise.ts';
import { extent } from './operators/extent.ts';
import { gatherRows, reshape } from './operators/shape.ts';
import { positionIds } from './blocks/position-ids.ts';

export interface ClipTextConfig {
  readonly batch: Dim;
  readonly sequence: Dim;
  /** The longest sequence there are position embeddings for. */
  readonly maxSequence: number;
  readonly vocabulary: number;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForwardWidth: number;
  readonly inputIdsDtype: 'i32' | 'i64';
}

const LAYER_NORM_EPSILON = 1e-5;

export function clipText(writer: GraphWriter, config: ClipTextConfig): void {
  const { batch, sequence, inputIdsDtype } = config;
  const inputIds = writer.input('input_ids', inputIdsDtype, [batch, sequence]);
  const g = writer.module('text_model');
  const ids = reshape(g, inputIds, [extent(g, inputIds, 0), extent(g, inputIds, 1)]);
  let x = embeddings(g.module('embeddings'), ids, config);
  const mask = causalMask(g, extent(g, x, 0), extent(g, x, 1));
  for (let index = 0; index < config.layers; index++) {
    x = encoderLayer(g.module('encoder').module(`layers.${index}`), x, mask, config);
  }
  x = layerNorm(g.module('final_layer_norm'), x, LAYER_NORM_EPSILON);
  writer.output('last_hidden_state', x);
  writer.output('pooler_output', endOfText(g, x, ids));
}

function embeddings(g: GraphWriter, ids: Value, config: ClipTextConfig): Value {
  const { vocabulary, maxSequence, width } = config;
  const table = (name: string, rows: number) =>
    g.module(name).parameter('weight', [rows, width], EMBEDDING);
  const tokens = gatherRows(g.module('token_embedding'), table('token_embedding', vocabulary), ids);
  const positions = gatherRows(
    g.module('position_embedding'),
    table('position_embedding', maxSequence),
    positionIds(g, ids, maxSequence),
  );
  return add(g, tokens, positions);
}

function encoderLayer(g: GraphWriter, x: Value, mask: Value, config: ClipTextConfig): Value {
  const norm1 = layerNorm(g.module('layer_norm1'), x, LAYER_NORM_EPSILON);
  const afterAttention = add(g, x, clipAttention(g.module('self_attn'), norm1, mask, config.heads));
  const norm2 = layerNorm(g.module('layer_norm2'), afterAttention, LAYER_NORM_EPSILON);
  return add(g, afterAttention, feedForward(g.module('mlp'), norm2, config));
}

function feedForward(g: GraphWriter, x: Value, config: ClipTextConfig): Value {
  const hidden = linear(g.module('fc1'), x, { width: config.feedForwardWidth });
  const activated = quickGelu(g.module('activation_fn'), hidden);
  return linear(g.module('fc2'), activated, { width: config.width });
}

const FULL: ClipTextConfig = {
  batch: 1,
  sequence: 77,
  maxSequence: 77,
  vocabulary: 49_408,
  width: 768,
  layers: 12,
  heads: 12,
  feedForwardWidth: 3072,
  inputIdsDtype: 'i32',
};

export const CLIP_TEXT: Readonly<Record<'tiny' | 'small' | 'full', ClipTextConfig>> = {
  tiny: {
    ...FULL,
    sequence: 16,
    maxSequence: 16,
    vocabulary: 512,
    width: 32,
    layers: 2,
    heads: 2,
    feedForwardWidth: 64,
  },
  small: { ...FULL, vocabulary: 4096, width: 128, layers: 4, heads: 4, feedForwardWidth: 512 },
  full: FULL,
};
