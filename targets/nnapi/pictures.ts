/** Joins the models of a pipeline: one library in C++ and Kotlin, the tables that it reads, and one runtime for all. */

import type { Pictures } from '../../compiler/diffusion/pictures.ts';
import type { PartName } from '../../compiler/diffusion/roles.ts';
import { writeWhole } from '../../compiler/output.ts';
import type { FileEntry, OutputSink } from '../../compiler/output.ts';
import type { PicturesEmitter } from '../../compiler/target.ts';
import { sizeFolder } from '../size-folder.ts';
import { libraryName, variantName } from './names.ts';

/** What the runtime calls the parts. */
const PARTS: Readonly<Record<PartName, string>> = {
  text_encoder: 'textEncoder',
  unet: 'unet',
  vae_decoder: 'decoder',
  vae_encoder: 'encoder',
};

export const pictures: PicturesEmitter = {
  partOptions: (part, pipeline) => ({ runtime: 'shared', name: nameOfPart(part, pipeline) }),
  emit,
};

/** The namespace of its tables; an app may have several pipelines. */
function nameOfPart(part: PartName, pipeline: string): string {
  return libraryName(`${part} ${pipeline}`);
}

async function emit(made: Pictures, sink: OutputSink): Promise<void> {
  const tokenizer = await writeWhole(sink, 'tokenizer.bin', made.tokenizer);
  const steps = await writeWhole(sink, 'steps.bin', made.steps);
  // Handlebars is loaded by those only who emit.
  const { picturesLibrary } = await import('./pictures-library.ts');
  const files = picturesLibrary({
    description: made.description,
    library: libraryName(made.description.name),
    featureLevel: Math.max(...Array.from(made.figures.values(), levelOf)),
    parts: made.parts.flatMap((part) => entriesOf(part, made)),
    tokenizer: fileOf(tokenizer),
    steps: fileOf(steps),
    files: [tokenizer, steps, ...made.files.filter(({ path }) => path.endsWith('.bin'))].map(
      fileOf,
    ),
  });
  for (const [path, text] of files) await writeWhole(sink, path, text);
}

/** Of a part that is compiled for several sizes, an entry for each variant. */
function entriesOf(part: PartName, { variants, description }: Pictures) {
  const namespace = nameOfPart(part, description.name);
  const { sizes, ofSize } = variants.get(part) ?? {
    sizes: [new Map<string, number>()],
    ofSize: description.sizes.map(() => 0),
  };
  const weights = `${part}/nnapi`;
  return sizes.map((own, at) => ({
    part: PARTS[part],
    folder: at === 0 ? weights : `${weights}/${sizeFolder(own)}`,
    namespace: variantName(namespace, at),
    weights,
    sizes: ofSize.reduce((bits, variant, size) => bits + (variant === at ? 2 ** size : 0), 0),
  }));
}

function levelOf(figures: Readonly<Record<string, number>>): number {
  return figures['featureLevel'] ?? 0;
}

function fileOf({ path, bytes, sha256 }: FileEntry): Pick<FileEntry, 'path' | 'bytes' | 'sha256'> {
  return { path, bytes, sha256 };
}
