/** The models that are measured: the three parts of a text-to-image pipeline, at the size of published comparisons or tiny. */

import { makeModel, sampleInputs } from '../../models/make.ts';
import type { MadeModel } from '../../models/make.ts';
import { sd15Stages } from '../../models/sd15-unet.ts';
import type { Tensor } from '../../ir/tensor.ts';

/** A model of our own definitions, its weights drawn from a seed. */
export interface ModelClass {
  readonly name: string;
  readonly title: string;
  readonly make: () => MadeModel;
  readonly inputs: () => Readonly<Record<string, Tensor>>;
}

/** Types of all intermediate values, because the portable spelling needs their shapes. */
const WITH_TYPES = { valueInfos: true } as const;

const CLIP = { size: 'small', vocabulary: 8192, ...WITH_TYPES } as const;
const VAE = { size: 'small', height: 16, width: 16, normGroups: 32, ...WITH_TYPES } as const;
const UNET = {
  size: 'small',
  textWidth: 128,
  normGroups: 32,
  heads: { count: 8 },
  ...sd15Stages([64, 128, 256, 256]),
  ...WITH_TYPES,
} as const;
/** Few distinct shapes, because on a software adapter each costs its peers the making of a pipeline. */
const TINY_CLIP = { size: 'tiny', layers: 1, ...WITH_TYPES } as const;
const TINY_VAE = { size: 'tiny', height: 8, width: 8, widths: [16, 16], ...WITH_TYPES } as const;
const TINY_STAGE = { width: 16, resnets: 1, transformersPerResnet: 0 } as const;
const TINY_UNET = {
  size: 'tiny',
  height: 8,
  width: 8,
  down: [{ ...TINY_STAGE, transformersPerResnet: 1 }, TINY_STAGE],
  middle: { width: 16, resnets: 1, transformers: 0 },
  up: [
    { ...TINY_STAGE, resnets: 2 },
    { ...TINY_STAGE, resnets: 2 },
  ],
  ...WITH_TYPES,
} as const;

/** Ordered from the fastest to the slowest, so that a broken set-up is seen early. */
export const CLASSES: readonly ModelClass[] = [
  {
    name: 'clip',
    title: 'text encoder: 77 tokens, 4 layers, width 128',
    make: () => makeModel('clip-text', CLIP),
    inputs: () => sampleInputs('clip-text', CLIP),
  },
  {
    name: 'vae',
    title: 'VAE decoder: 16x16 latent to 128x128, widths 32 to 128',
    make: () => makeModel('vae-decoder', VAE),
    inputs: () => sampleInputs('vae-decoder', VAE),
  },
  {
    name: 'unet',
    title: 'UNet: 32x32 latent, text 77x128, widths 64 to 256',
    make: () => makeModel('sd15-unet', UNET),
    inputs: () => sampleInputs('sd15-unet', UNET),
  },
];

/** For a smoke run: every part, too small for its times to mean anything. */
export const TINY_CLASSES: readonly ModelClass[] = [
  {
    name: 'clip-tiny',
    title: 'text encoder: 16 tokens, 1 layer, width 32',
    make: () => makeModel('clip-text', TINY_CLIP),
    inputs: () => sampleInputs('clip-text', TINY_CLIP),
  },
  {
    name: 'vae-tiny',
    title: 'VAE decoder: 8x8 latent to 16x16, width 16',
    make: () => makeModel('vae-decoder', TINY_VAE),
    inputs: () => sampleInputs('vae-decoder', TINY_VAE),
  },
  {
    name: 'unet-tiny',
    title: 'UNet: 8x8 latent, text 16x32, two stages of width 16',
    make: () => makeModel('sd15-unet', TINY_UNET),
    inputs: () => sampleInputs('sd15-unet', TINY_UNET),
  },
];
