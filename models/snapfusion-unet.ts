/**
 * SnapFusion's efficient UNet (arXiv 2306.00980, table 3): 14 cross-attention blocks and 17 ResNet blocks.
 *
 * The paper counts blocks per stage but not where they stand. Skip connections allow one arrangement only:
 * one ResNet down and two up at the lowest resolution and one in the middle make the "Mid 4". The
 * cross-attention blocks of Down-3 and Up-1 are Transformer2Ds of their own, two and three per ResNet.
 */

import { FULL_INTERFACE, SMALL_INTERFACE, TINY_INTERFACE } from './sd15-unet.ts';
import type { UnetConfig } from './unet.ts';

type Widths = readonly [number, number, number, number];

function snapfusionStages([w1, w2, w3, w4]: Widths): Pick<UnetConfig, 'down' | 'middle' | 'up'> {
  return {
    down: [
      { width: w1, resnets: 2, transformersPerResnet: 0 },
      { width: w2, resnets: 2, transformersPerResnet: 1 },
      { width: w3, resnets: 1, transformersPerResnet: 2 },
      { width: w4, resnets: 1, transformersPerResnet: 0 },
    ],
    middle: { width: w4, resnets: 1, transformers: 1 },
    up: [
      { width: w4, resnets: 2, transformersPerResnet: 0 },
      { width: w3, resnets: 2, transformersPerResnet: 3 },
      { width: w2, resnets: 3, transformersPerResnet: 1 },
      { width: w1, resnets: 3, transformersPerResnet: 0 },
    ],
  };
}

export const SNAPFUSION_UNET: Readonly<Record<'tiny' | 'small' | 'full', UnetConfig>> = {
  tiny: { ...TINY_INTERFACE, ...snapfusionStages([16, 24, 40, 40]) },
  small: { ...SMALL_INTERFACE, ...snapfusionStages([48, 96, 208, 208]) },
  full: { ...FULL_INTERFACE, ...snapfusionStages([320, 640, 1280, 1280]) },
};
