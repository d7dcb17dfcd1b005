/** A pipeline whose models are run by somebody else, such as the interpreter of packages, in the loop of the web's runtime. */

import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { PicturesDescription } from '../../../compiler/diffusion/pictures.ts';
import type { PartName } from '../../../compiler/diffusion/roles.ts';
import type { ManifestTensor } from '../../../compiler/manifest.ts';
import type { FileEntry } from '../../../compiler/output.ts';
import type { Elements } from '../../../runtime/web/elements.ts';
import type { PictureSize } from '../../../runtime/web/pictures/description.ts';
import type { PartModel, PartName as RuntimePart } from '../../../runtime/web/pictures/parts.ts';
import { generate } from '../../../runtime/web/pictures/pipeline.ts';
import type { Generated } from '../../../runtime/web/pictures/pipeline.ts';
import type { GenerateOptions } from '../../../runtime/web/pictures/request.ts';
import { Tokenizer } from '../../../runtime/web/pictures/tokenizer.ts';
import { runtimeDescription } from '../../pictures-description.ts';

export interface DataTable {
  readonly bytes: Uint8Array;
  readonly entry: FileEntry;
}

export interface InterpretedPictures {
  readonly description: PicturesDescription;
  readonly tokenizer: DataTable;
  readonly steps: DataTable;
  readonly part: (part: PartName) => InterpretedPart;
}

export interface InterpretedPart {
  readonly inputs: readonly ManifestTensor[];
  readonly outputs: readonly ManifestTensor[];
  /** Tensors have the model's names. */
  readonly run: (inputs: ReadonlyMap<string, Tensor>) => Promise<ReadonlyMap<string, Tensor>>;
}

const PARTS: Readonly<Record<RuntimePart, PartName>> = {
  textEncoder: 'text_encoder',
  unet: 'unet',
  decoder: 'vae_decoder',
  encoder: 'vae_encoder',
};

export async function drawInterpreted(
  { description, tokenizer, steps, part: partOf }: InterpretedPictures,
  options: GenerateOptions,
): Promise<Generated> {
  const tables = {
    description: runtimeDescription(description, tokenizer.entry, steps.entry),
    tokenizer: new Tokenizer(tokenizer.bytes),
    steps: steps.bytes,
  };
  return generate(
    tables,
    (size) => async (part, _, use) =>
      use(interpreted(partOf(PARTS[part]), sizedInput(PARTS[part], description, size))),
    options,
  );
}

interface SizedInput {
  /** In the artifact. */
  readonly name: string;
  readonly height: number;
  readonly width: number;
}

/** What a part takes in several sizes. */
function sizedInput(
  part: PartName,
  { unet, decoder, encoder, scale }: PicturesDescription,
  { width, height, tile }: PictureSize,
): SizedInput | undefined {
  switch (part) {
    case 'unet':
      return { name: unet.sample.name, height: height / scale, width: width / scale };
    case 'vae_decoder':
      return { name: decoder.latent.name, ...tile };
    case 'vae_encoder':
      return encoder && { name: encoder.picture.name, height, width };
    case 'text_encoder':
      return undefined;
  }
}

function interpreted(
  { inputs, outputs, run }: InterpretedPart,
  sized: SizedInput | undefined,
): PartModel {
  return {
    inputs: [],
    dispose: () => undefined,
    run: async (given: Readonly<Record<string, Elements>>) => {
      const tensors = inputs.flatMap(({ name, emitted, dtype, shape }) => {
        const elements = given[emitted];
        if (elements === undefined) return [];
        const own =
          emitted === sized?.name ? [...shape.slice(0, 2), sized.height, sized.width] : shape;
        const type = dtype === 'i64' || dtype === 'i32' ? 'i32' : 'f32';
        return [[name, tensorFrom(type, own, Array.from(elements, Number))] as const];
      });
      const found = await run(new Map(tensors));
      return Object.fromEntries(
        outputs.flatMap(({ name, emitted }) => {
          const tensor = found.get(name);
          return tensor === undefined ? [] : [[emitted, Float32Array.from(toNumbers(tensor))]];
        }),
      );
    },
  };
}
