/**
 * The autoencoder's decoder: latent to image, 49,490,179 parameters and the 20 of post_quant_conv.
 * SnapFusion's decoder has half the channels everywhere: 12,387,459 and 20.
 */

import { resnetBlock } from './blocks/resnet-block.ts';
import { upsample } from './blocks/upsample.ts';
import { silu } from './layers/activations.ts';
import { conv2d } from './layers/conv2d.ts';
import { groupNorm } from './layers/group-norm.ts';
import type { GraphWriter, Value } from './onnx/graph-writer.ts';
import { VAE_FULL, VAE_SMALL, VAE_TINY, vaeMiddle, vaeNorm } from './vae.ts';
import type { VaeConfig } from './vae.ts';

export function vaeDecoder(g: GraphWriter, config: VaeConfig): void {
  const { batch, latentChannels, height, width } = config;
  const latent = g.input('latent_sample', g.float, [batch, latentChannels, height, width]);
  const options = { width: latentChannels, kernel: 1 } as const;
  const scaled = conv2d(g.module('post_quant_conv'), latent, options);
  g.output('sample', decode(g.module('decoder'), scaled, config));
}

function decode(g: GraphWriter, latent: Value, config: VaeConfig): Value {
  const norm = vaeNorm(config);
  const widths = config.widths.toReversed();
  const deepest = widths[0] ?? 0;
  let x = conv2d(g.module('conv_in'), latent, { width: deepest, kernel: 3 });
  x = vaeMiddle(g.module('mid_block'), x, deepest, config);
  for (const [index, width] of widths.entries()) {
    const stage = g.module(`up_blocks.${index}`);
    for (let resnet = 0; resnet <= config.resnets; resnet++) {
      x = resnetBlock(stage.module(`resnets.${resnet}`), x, { width, norm });
    }
    if (index < widths.length - 1) x = upsample(stage.module('upsamplers.0'), x);
  }
  x = silu(g.module('conv_act'), groupNorm(g.module('conv_norm_out'), x, norm));
  return conv2d(g.module('conv_out'), x, { width: config.imageChannels, kernel: 3 });
}

/** 50 % uniform channel pruning. */
function halfAsWide(config: VaeConfig): VaeConfig {
  return { ...config, widths: config.widths.map((width) => width / 2) };
}

export const VAE_DECODER: Readonly<Record<'tiny' | 'small' | 'full', VaeConfig>> = {
  tiny: VAE_TINY,
  small: VAE_SMALL,
  full: VAE_FULL,
};

export const SNAPFUSION_VAE_DECODER: Readonly<Record<'tiny' | 'small' | 'full', VaeConfig>> = {
  tiny: halfAsWide(VAE_TINY),
  small: halfAsWide(VAE_SMALL),
  full: halfAsWide(VAE_FULL),
};
