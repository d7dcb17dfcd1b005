/** Joins the models of a pipeline: one Swift package with the tables that it reads and one runtime for all. */

import type { Pictures } from '../../compiler/diffusion/pictures.ts';
import type { PartName } from '../../compiler/diffusion/roles.ts';
import { writeWhole } from '../../compiler/output.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { PicturesEmitter } from '../../compiler/target.ts';

/** What their packages are called. */
const PACKAGES: Readonly<Record<PartName, string>> = {
  text_encoder: 'TextEncoder',
  unet: 'Unet',
  vae_decoder: 'VaeDecoder',
  vae_encoder: 'VaeEncoder',
};

/** Latents and pictures are taken and given as multi-arrays of single precision, whatever the models compute in. */
export const pictures: PicturesEmitter = {
  partOptions: (part) => ({
    runtime: 'shared',
    name: PACKAGES[part],
    io: 'fp32',
    image_output: '',
  }),
  emit,
};

async function emit(made: Pictures, sink: OutputSink): Promise<void> {
  const tokenizer = await writeWhole(sink, 'tokenizer.bin', made.tokenizer);
  const steps = await writeWhole(sink, 'steps.bin', made.steps);
  // Handlebars is loaded by those only who emit.
  const { swiftPicturesFiles } = await import('./swift-pictures.ts');
  const parts = made.parts.map((part) => {
    const { opset = 0, packages = 1 } = made.figures.get(part) ?? {};
    return { part, name: PACKAGES[part], opset, packages };
  });
  const { description, files } = made;
  const written = swiftPicturesFiles({
    description,
    parts,
    tokenizer,
    steps,
    files: [tokenizer, steps, ...files],
  });
  for (const [path, text] of written) await writeWhole(sink, path, text);
}
