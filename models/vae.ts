/** What the autoencoder's encoder and decoder share: widths, norms and the middle block. */

import { resnetBlock } from './blocks/resnet-block.ts';
import { spatialAttention } from './blocks/spatial-attention.ts';
import type { Dim, GraphWriter, Value } from './onnx/graph-writer.ts';

export interface VaeConfig {
  readonly batch: Dim;
  /** Of the latent: an image has 2^(widths.length - 1) times this size. */
  readonly height: Dim;
  readonly width: Dim;
  readonly latentChannels: number;
  readonly imageChannels: number;
  /** From the highest resolution to the lowest. */
  readonly widths: readonly number[];
  /** ResNet blocks per stage of the encoder; the decoder has one more. */
  readonly resnets: number;
  readonly normGroups: number;
}

const VAE_NORM_EPSILON = 1e-6;

export function vaeNorm(config: VaeConfig): { readonly groups: number; readonly epsilon: number } {
  return { groups: config.normGroups, epsilon: VAE_NORM_EPSILON };
}

export function vaeMiddle(g: GraphWriter, input: Value, width: number, config: VaeConfig): Value {
  const norm = vaeNorm(config);
  let x = resnetBlock(g.module('resnets.0'), input, { width, norm });
  x = spatialAttention(g.module('attentions.0'), x, norm);
  return resnetBlock(g.module('resnets.1'), x, { width, norm });
}

export const VAE_TINY: VaeConfig = {
  batch: 1,
  height: 16,
  width: 16,
  latentChannels: 4,
  imageChannels: 3,
  widths: [16, 32],
  resnets: 1,
  normGroups: 8,
};

export const VAE_SMALL: VaeConfig = {
  ...VAE_TINY,
  height: 32,
  width: 32,
  widths: [32, 64, 128, 128],
  resnets: 2,
  normGroups: 16,
};

export const VAE_FULL: VaeConfig = {
  ...VAE_SMALL,
  height: 64,
  width: 64,
  widths: [128, 256, 512, 512],
  normGroups: 32,
};
