/** Names of the tensors of a pipeline's parts, as templates ask for them. */

import type { PicturesDescription } from '../compiler/diffusion/pictures.ts';

export function tensorNames({ text, unet, decoder }: PicturesDescription) {
  return {
    text: { ids: text.ids.name, states: text.states.name },
    unet: {
      sample: unet.sample.name,
      timestep: unet.timestep.name,
      states: unet.states.name,
      output: unet.output.name,
      batch: unet.batch,
    },
    decoder: { latent: decoder.latent.name, picture: decoder.picture.name },
  };
}
