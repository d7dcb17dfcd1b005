/** What the runtimes must know of a pipeline whose parts are compiled. */

import type { PicturesInputs } from './pictures-inputs.ts';
import type { PicturesDescription, TensorUse } from './pictures.ts';
import type { PartName } from './roles.ts';
import type { Size } from './sizes.ts';

const USUAL_GUIDANCE = 7.5;
/** Stable Diffusion's. */
const USUAL_SCALING = 0.18215;

/** What the tensors of the parts are called and shaped in the artifact. */
interface PartTensors {
  input(part: PartName, name: string): TensorUse;
  output(part: PartName, name: string): TensorUse;
}

/** What is known once the parts are compiled. */
export interface CompiledSizes {
  /** Of the latents that the decoder takes at once, at each size. */
  readonly tiles: readonly [Size, ...Size[]];
  /** Pixels for each latent, along an edge. */
  readonly scale: number;
  readonly batch: 1 | 2;
}

export function describePictures(
  name: string,
  { declaration, plan, tables }: PicturesInputs,
  parts: PartTensors,
  { tiles, scale, batch }: CompiledSizes,
): PicturesDescription {
  const { text_encoder, unet, vae_decoder, vae_encoder, latent } = plan;
  const latents = vae_encoder && parts.output('vae_encoder', vae_encoder.roles.latent.name);
  return {
    name: name,
    latent,
    sizes: plan.sizes.map(({ height, width }, at) => ({
      height: height * scale,
      width: width * scale,
      tile: tiles[at] ?? tiles[0],
    })),
    scale,
    tile: tiles[0],
    scalingFactor: declaration.scaling_factor ?? USUAL_SCALING,
    shiftFactor: declaration.shift_factor ?? 0,
    text: {
      ids: parts.input('text_encoder', text_encoder.roles.ids.name),
      states: parts.output('text_encoder', text_encoder.roles.states.name),
    },
    unet: {
      sample: parts.input('unet', unet.roles.sample.name),
      timestep: parts.input('unet', unet.roles.timestep.name),
      states: parts.input('unet', unet.roles.states.name),
      output: parts.output('unet', unet.roles.output.name),
      batch,
    },
    decoder: {
      latent: parts.input('vae_decoder', vae_decoder.roles.latent.name),
      picture: parts.output('vae_decoder', vae_decoder.roles.picture.name),
    },
    ...(vae_encoder !== undefined &&
      latents !== undefined && {
        encoder: {
          picture: parts.input('vae_encoder', vae_encoder.roles.picture.name),
          latent: latents,
          isDistribution: latents.shape[1] === 2 * latent.channels,
        },
      }),
    ...(declaration.preview !== undefined && { preview: declaration.preview }),
    steps: tables.steps,
    guidance: declaration.guidance ?? USUAL_GUIDANCE,
  };
}
