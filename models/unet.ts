/** The conditional UNet of Stable Diffusion: stages of ResNet blocks and Transformer2Ds, joined by skips. */

import { downsample } from './blocks/downsample.ts';
import { resnetBlock } from './blocks/resnet-block.ts';
import { timestepEmbedding } from './blocks/timestep-embedding.ts';
import { transformer2d } from './blocks/transformer2d.ts';
import { upsample } from './blocks/upsample.ts';
import { silu } from './layers/activations.ts';
import { conv2d } from './layers/conv2d.ts';
import { groupNorm } from './layers/group-norm.ts';
import type { Dim, GraphWriter, Value } from './onnx/graph-writer.ts';
import { extent } from './operators/extent.ts';
import { concat } from './operators/shape.ts';

export interface Stage {
  readonly width: number;
  readonly resnets: number;
  /** Transformer2Ds after each ResNet block. */
  readonly transformersPerResnet: number;
  /** Transformer blocks in each Transformer2D; 1 if left out. */
  readonly transformerDepth?: number;
}

/** ResNet, then (Transformer2D, ResNet) as long as there are any. */
export type MiddleStage = Pick<Stage, 'width' | 'resnets'> & { readonly transformers: number };

export interface UnetConfig {
  readonly batch: Dim;
  readonly channels: number;
  readonly height: Dim;
  readonly width: Dim;
  /** Tokens of the text. */
  readonly sequence: Dim;
  /** Channels of a text token. */
  readonly textWidth: number;
  readonly heads: { readonly count: number } | { readonly headWidth: number };
  readonly normGroups: number;
  /** How many timesteps are given: one for all samples, or as many as there are samples. */
  readonly timesteps: Dim;
  readonly timestepDtype: 'float' | 'i64';
  /** From the highest resolution to the lowest; each but the last ends by halving. */
  readonly down: readonly Stage[];
  readonly middle: MiddleStage;
  /** From the lowest resolution to the highest; each but the last ends by doubling. */
  readonly up: readonly Stage[];
}

const NORM_EPSILON = 1e-5;

/** What every block of one UNet needs. */
interface Conditioning {
  readonly config: UnetConfig;
  readonly time: Value;
  readonly text: Value;
}

export function unet(g: GraphWriter, config: UnetConfig): void {
  const { batch, channels, height, width, sequence, textWidth } = config;
  const [base] = config.down;
  if (base === undefined) throw new RangeError('a UNet needs at least one stage');
  const sample = g.input('sample', g.float, [batch, channels, height, width]);
  const timestepDtype = config.timestepDtype === 'i64' ? 'i64' : g.float;
  const timestep = g.input('timestep', timestepDtype, [config.timesteps]);
  const text = g.input('encoder_hidden_states', g.float, [batch, sequence, textWidth]);
  const time = timestepEmbedding(g, timestep, {
    batch: extent(g, sample, 0),
    channels: base.width,
    width: 4 * base.width,
  });
  const conditioning = { config, time, text };

  let x = conv2d(g.module('conv_in'), sample, { width: base.width, kernel: 3 });
  const skips = [x];
  for (const [index, stage] of config.down.entries()) {
    const last = index === config.down.length - 1;
    x = downStage(g.module(`down_blocks.${index}`), x, skips, stage, last, conditioning);
  }
  x = middleStage(g.module('mid_block'), x, conditioning);
  for (const [index, stage] of config.up.entries()) {
    const last = index === config.up.length - 1;
    x = upStage(g.module(`up_blocks.${index}`), x, skips, stage, last, conditioning);
  }
  if (skips.length > 0) throw new RangeError(`${skips.length} skip connections are left over`);

  const norm = { groups: config.normGroups, epsilon: NORM_EPSILON };
  x = silu(g.module('conv_act'), groupNorm(g.module('conv_norm_out'), x, norm));
  g.output('out_sample', conv2d(g.module('conv_out'), x, { width: channels, kernel: 3 }));
}

function downStage(
  g: GraphWriter,
  input: Value,
  skips: Value[],
  stage: Stage,
  last: boolean,
  conditioning: Conditioning,
): Value {
  let x = input;
  for (let index = 0; index < stage.resnets; index++) {
    x = resnetAndTransformers(g, x, stage, index, conditioning);
    skips.push(x);
  }
  if (last) return x;
  x = downsample(g.module('downsamplers.0'), x);
  skips.push(x);
  return x;
}

function middleStage(g: GraphWriter, input: Value, conditioning: Conditioning): Value {
  const { middle } = conditioning.config;
  let x = input;
  const steps = Math.max(middle.resnets, middle.transformers);
  for (let index = 0; index < steps; index++) {
    if (index < middle.resnets) x = resnet(g, x, middle.width, index, conditioning);
    if (index < middle.transformers) x = transformer(g, x, 1, index, conditioning);
  }
  return x;
}

function upStage(
  g: GraphWriter,
  input: Value,
  skips: Value[],
  stage: Stage,
  last: boolean,
  conditioning: Conditioning,
): Value {
  let x = input;
  for (let index = 0; index < stage.resnets; index++) {
    const skip = skips.pop();
    if (skip === undefined)
      throw new RangeError('more ResNet blocks upwards than skip connections');
    x = resnetAndTransformers(g, concat(g, [x, skip], 1), stage, index, conditioning);
  }
  return last ? x : upsample(g.module('upsamplers.0'), x);
}

function resnetAndTransformers(
  g: GraphWriter,
  input: Value,
  stage: Stage,
  index: number,
  conditioning: Conditioning,
): Value {
  const { width, transformersPerResnet: count, transformerDepth: depth = 1 } = stage;
  let x = resnet(g, input, width, index, conditioning);
  for (let step = 0; step < count; step++) {
    x = transformer(g, x, depth, index * count + step, conditioning);
  }
  return x;
}

function resnet(
  g: GraphWriter,
  x: Value,
  width: number,
  index: number,
  { config, time }: Conditioning,
): Value {
  const norm = { groups: config.normGroups, epsilon: NORM_EPSILON };
  return resnetBlock(g.module(`resnets.${index}`), x, { width, norm, time });
}

function transformer(
  g: GraphWriter,
  x: Value,
  depth: number,
  index: number,
  { config, text }: Conditioning,
): Value {
  const heads = headCount(config, Number(x.shape[1]));
  const options = { heads, depth, normGroups: config.normGroups };
  return transformer2d(g.module(`attentions.${index}`), x, text, options);
}

function headCount({ heads }: UnetConfig, width: number): number {
  return 'count' in heads ? heads.count : width / heads.headWidth;
}
