/**
 * The autoencoder's encoder: image to the mean and log-variance of a latent, 34,163,592 parameters and
 * the 72 of quant_conv. The output is the distribution, not a sample of it, so that runs can be compared.
 */

import { downsamplePaddedAtEnd } from './blocks/downsample.ts';
import { resnetBlock } from './blocks/resnet-block.ts';
import { silu } from './layers/activations.ts';
import { conv2d } from './layers/conv2d.ts';
import { groupNorm } from './layers/group-norm.ts';
import type { Dim, GraphWriter, Value } from './onnx/graph-writer.ts';
import { VAE_FULL, VAE_SMALL, VAE_TINY, vaeMiddle, vaeNorm } from './vae.ts';
import type { VaeConfig } from './vae.ts';

export function vaeEncoder(g: GraphWriter, config: VaeConfig): void {
  const { batch, imageChannels, latentChannels } = config;
  const shape = [batch, imageChannels, imageSize(config, 'height'), imageSize(config, 'width')];
  const image = g.input('sample', g.float, shape);
  const moments = encode(g.module('encoder'), image, config);
  const options = { width: 2 * latentChannels, kernel: 1 } as const;
  g.output('latent_parameters', conv2d(g.module('quant_conv'), moments, options));
}

/** An image side: a multiple of the latent's, or of the same name as the latent's. */
export function imageSize(config: VaeConfig, side: 'height' | 'width'): Dim {
  const size = config[side];
  return typeof size === 'number' ? size * 2 ** (config.widths.length - 1) : size;
}

function encode(g: GraphWriter, image: Value, config: VaeConfig): Value {
  const norm = vaeNorm(config);
  const { widths } = config;
  let x = conv2d(g.module('conv_in'), image, { width: widths[0] ?? 0, kernel: 3 });
  for (const [index, width] of widths.entries()) {
    const stage = g.module(`down_blocks.${index}`);
    for (let resnet = 0; resnet < config.resnets; resnet++) {
      x = resnetBlock(stage.module(`resnets.${resnet}`), x, { width, norm });
    }
    if (index < widths.length - 1) x = downsamplePaddedAtEnd(stage.module('downsamplers.0'), x);
  }
  x = vaeMiddle(g.module('mid_block'), x, widths.at(-1) ?? 0, config);
  x = silu(g.module('conv_act'), groupNorm(g.module('conv_norm_out'), x, norm));
  return conv2d(g.module('conv_out'), x, { width: 2 * config.latentChannels, kernel: 3 });
}

export const VAE_ENCODER: Readonly<Record<'tiny' | 'small' | 'full', VaeConfig>> = {
  tiny: VAE_TINY,
  small: VAE_SMALL,
  full: VAE_FULL,
};
