/** All models by name. */

import { CLIP_TEXT, clipText } from './clip-text.ts';
import type { ClipTextConfig } from './clip-text.ts';
import type { ModelDefinition } from './definition.ts';
import { clipTextInputs, unetInputs, vaeDecoderInputs, vaeEncoderInputs } from './sample-inputs.ts';
import { SD15_UNET } from './sd15-unet.ts';
import { SNAPFUSION_UNET } from './snapfusion-unet.ts';
import { unet } from './unet.ts';
import type { UnetConfig } from './unet.ts';
import { SNAPFUSION_VAE_DECODER, VAE_DECODER, vaeDecoder } from './vae-decoder.ts';
import { VAE_ENCODER, vaeEncoder } from './vae-encoder.ts';
import type { VaeConfig } from './vae.ts';

export interface ModelConfigs {
  'snapfusion-unet': UnetConfig;
  'snapfusion-vae-decoder': VaeConfig;
  'clip-text': ClipTextConfig;
  'sd15-unet': UnetConfig;
  'vae-decoder': VaeConfig;
  'vae-encoder': VaeConfig;
}

export type ModelName = keyof ModelConfigs;

export const MODELS: { readonly [Name in ModelName]: ModelDefinition<ModelConfigs[Name]> } = {
  'snapfusion-unet': {
    summary: "SnapFusion's efficient UNet",
    sizes: SNAPFUSION_UNET,
    build: unet,
    inputs: unetInputs,
  },
  'snapfusion-vae-decoder': {
    summary: 'VAE decoder with half the channels',
    sizes: SNAPFUSION_VAE_DECODER,
    build: vaeDecoder,
    inputs: vaeDecoderInputs,
  },
  'clip-text': {
    summary: 'CLIP text encoder (ViT-L/14)',
    sizes: CLIP_TEXT,
    build: clipText,
    inputs: clipTextInputs,
  },
  'sd15-unet': {
    summary: 'Stable Diffusion 1.5 UNet',
    sizes: SD15_UNET,
    build: unet,
    inputs: unetInputs,
  },
  'vae-decoder': {
    summary: 'VAE decoder of Stable Diffusion 1.5',
    sizes: VAE_DECODER,
    build: vaeDecoder,
    inputs: vaeDecoderInputs,
  },
  'vae-encoder': {
    summary: 'VAE encoder of Stable Diffusion 1.5',
    sizes: VAE_ENCODER,
    build: vaeEncoder,
    inputs: vaeEncoderInputs,
  },
};

export function isModelName(name: string): name is ModelName {
  return Object.hasOwn(MODELS, name);
}

export const MODEL_NAMES: readonly ModelName[] = Object.keys(MODELS).filter(isModelName);
