/** The UNet of Stable Diffusion 1.5 (859,520,964 parameters at full size). */

import type { UnetConfig } from './unet.ts';

type Widths = readonly [number, number, number, number];

/** The stages for any four widths; everything else is as published. */
export function sd15Stages([w1, w2, w3, w4]: Widths): Pick<UnetConfig, 'down' | 'middle' | 'up'> {
  return {
    down: [
      { width: w1, resnets: 2, transformersPerResnet: 1 },
      { width: w2, resnets: 2, transformersPerResnet: 1 },
      { width: w3, resnets: 2, transformersPerResnet: 1 },
      { width: w4, resnets: 2, transformersPerResnet: 0 },
    ],
    middle: { width: w4, resnets: 2, transformers: 1 },
    up: [
      { width: w4, resnets: 3, transformersPerResnet: 0 },
      { width: w3, resnets: 3, transformersPerResnet: 1 },
      { width: w2, resnets: 3, transformersPerResnet: 1 },
      { width: w1, resnets: 3, transformersPerResnet: 1 },
    ],
  };
}

/** What SD 1.5 and SnapFusion share at full size. */
export const FULL_INTERFACE = {
  batch: 1,
  channels: 4,
  height: 64,
  width: 64,
  sequence: 77,
  textWidth: 768,
  heads: { count: 8 },
  normGroups: 32,
  timesteps: 1,
  timestepDtype: 'float',
} as const satisfies Partial<UnetConfig>;

/** 32x32 latent, about 20 M parameters. */
export const SMALL_INTERFACE = {
  ...FULL_INTERFACE,
  height: 32,
  width: 32,
  textWidth: 256,
  heads: { count: 4 },
  normGroups: 16,
} as const satisfies Partial<UnetConfig>;

/** 16x16 latent, a few hundred thousand parameters. */
export const TINY_INTERFACE = {
  ...FULL_INTERFACE,
  height: 16,
  width: 16,
  sequence: 16,
  textWidth: 32,
  heads: { count: 2 },
  normGroups: 8,
} as const satisfies Partial<UnetConfig>;

export const SD15_UNET: Readonly<Record<'tiny' | 'small' | 'full', UnetConfig>> = {
  tiny: { ...TINY_INTERFACE, ...sd15Stages([16, 24, 40, 40]) },
  small: { ...SMALL_INTERFACE, ...sd15Stages([48, 96, 192, 192]) },
  full: { ...FULL_INTERFACE, ...sd15Stages([320, 640, 1280, 1280]) },
};
