/** What the web's loop must know of a compiled pipeline, whatever its target. */

import type { PicturesDescription, TensorUse } from '../compiler/diffusion/pictures.ts';
import type { FileEntry } from '../compiler/output.ts';
import type { PipelineDescription } from '../runtime/web/pictures/description.ts';

export function runtimeDescription(
  { text, unet, decoder, encoder, ...same }: PicturesDescription,
  tokenizer: FileEntry,
  steps: FileEntry,
): PipelineDescription {
  const [, tokens = 0, width = 0] = text.states.shape;
  const fileOf = ({ path: file, bytes, sha256 }: FileEntry) => ({ file, bytes, sha256 });
  return {
    ...same,
    text: { ids: useOf(text.ids), states: text.states.name, shape: [tokens, width] },
    unet: {
      sample: unet.sample.name,
      timestep: useOf(unet.timestep),
      states: unet.states.name,
      output: unet.output.name,
      batch: unet.batch,
    },
    decoder: { latent: decoder.latent.name, picture: decoder.picture.name },
    ...(encoder !== undefined && {
      encoder: {
        picture: encoder.picture.name,
        latent: encoder.latent.name,
        isDistribution: encoder.isDistribution,
      },
    }),
    files: { tokenizer: fileOf(tokenizer), steps: fileOf(steps) },
  };
}

function useOf({ name, dtype, shape }: TensorUse): PipelineDescription['text']['ids'] {
  return { name, dtype, count: shape.reduce((product, size) => product * size, 1) };
}
