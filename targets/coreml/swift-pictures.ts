/** Writes the Swift package of a pipeline: `Pipeline.load` for these models, its tests and the runtime. */

import type { PicturesDescription } from '../../compiler/diffusion/pictures.ts';
import type { PartName } from '../../compiler/diffusion/roles.ts';
import type { FileEntry } from '../../compiler/output.ts';
import { tensorNames } from '../pictures-tensors.ts';
import { chunkName, packageName } from './names.ts';
import { SYSTEMS } from './swift-model.ts';
import { render } from './swift-render.ts';
import type { SwiftFile } from './swift.ts';
import { picturesFiles, runtimeFiles } from './templates/swift.generated.ts';

export interface SwiftPictures {
  readonly description: PicturesDescription;
  readonly parts: readonly SwiftPart[];
  readonly tokenizer: FileEntry;
  readonly steps: FileEntry;
  /** With all that `load` reads, and more. */
  readonly files: readonly FileEntry[];
}

export interface SwiftPart {
  readonly part: PartName;
  /** Of its package, or packages where there are several. */
  readonly name: string;
  readonly packages: number;
  readonly opset: number;
}

/** What the runtime calls the parts. */
const PARTS: Readonly<Record<PartName, string>> = {
  text_encoder: 'textEncoder',
  unet: 'unet',
  vae_decoder: 'decoder',
  vae_encoder: 'encoder',
};

export function swiftPicturesFiles(pictures: SwiftPictures): readonly SwiftFile[] {
  const { description, parts } = pictures;
  const module = moduleName(description.name);
  const folder = ({ part, name }: SwiftPart): string => `${part}/coreml/${name}`;
  const context = {
    ...contextOf(pictures),
    ...systemsOf(parts),
    module,
    parts: parts.map(({ part, name }) => ({
      part: PARTS[part],
      property: name.charAt(0).toLowerCase() + name.slice(1),
    })),
    sources: parts.map((part) => `${folder(part)}/${part.name}.swift`),
    resources: [pictures.tokenizer.path, pictures.steps.path],
    models: parts.flatMap((part) =>
      Array.from(
        { length: part.packages },
        (_, at) => `${folder(part)}/${chunkName(part.name, at, part.packages)}.mlpackage`,
      ),
    ),
    excluded: parts.flatMap(({ part }) => [`${part}/manifest.json`, `${part}/coreml/trace.json`]),
  };
  const sources = `Sources/${module}`;
  const below = (name: string, files: Readonly<Record<string, string>>): readonly SwiftFile[] =>
    Object.entries(files).map(([file, text]) => [`${sources}/${name}/${file}`, text]);
  return [
    ['Package.swift', render('PipelinePackage.swift', context)],
    ['README.md', render('PipelineReadme.md', context)],
    [`${sources}/Load.swift`, render('PipelineLoad.swift', context)],
    [
      `${sources}/Files.swift`,
      render('PipelineFiles.swift', {
        title: description.name,
        files: pictures.files.flatMap(fetched),
      }),
    ],
    ...below('Runtime', runtimeFiles),
    ...below('Pictures', picturesFiles),
    [`Tests/${module}Tests.swift`, render('PipelineTests.swift', context)],
  ];
}

/** A file of a package or a table, and where it belongs in the folder that has them side by side. */
function fetched(file: FileEntry): readonly (FileEntry & { readonly place: string })[] {
  const [place] = /[^/]+\.mlpackage\/.*|^[^/]+\.bin$/.exec(file.path) ?? [];
  return place === undefined ? [] : [{ ...file, place }];
}

function contextOf({ description, tokenizer, steps }: SwiftPictures): object {
  const { latent, tile, scale, encoder, preview } = description;
  const { usual, counts, initialNoise, clip } = description.steps;
  return {
    title: description.name,
    sizes: description.sizes,
    sizesText: description.sizes.map((size) => `${size.width}x${size.height}`).join(', '),
    width: latent.width * scale,
    height: latent.height * scale,
    channels: latent.channels,
    latentHeight: latent.height,
    latentWidth: latent.width,
    tileHeight: tile.height,
    tileWidth: tile.width,
    scale,
    scalingFactor: description.scalingFactor,
    shiftFactor: description.shiftFactor,
    ...tensorNames(description),
    encoder: encoder && {
      picture: encoder.picture.name,
      latent: encoder.latent.name,
      isDistribution: encoder.isDistribution,
    },
    preview: preview && {
      factors: preview.factors.map((row) => row.join(', ')),
      bias: preview.bias.join(', '),
    },
    usual,
    counts: counts.join(', '),
    initialNoise: initialNoise.join(', '),
    clip: clip ?? 'nil',
    guidance: description.guidance,
    tokenizer,
    steps,
  };
}

/** The systems that run all parts. */
function systemsOf(parts: readonly SwiftPart[]): (typeof SYSTEMS)[keyof typeof SYSTEMS] {
  const newest = Math.max(...parts.map(({ opset }) => opset));
  const systems = Object.entries(SYSTEMS).find(([opset]) => opset === `CoreML${newest}`);
  if (systems === undefined) throw new RangeError(`no system reads the opset ${newest}`);
  return systems[1];
}

/** A module that is named as a type in it hides its others. */
const TYPES = new Set(
  Object.values({ ...runtimeFiles, ...picturesFiles })
    .flatMap((text) => [
      ...text.matchAll(/\b(?:struct|class|enum|actor|protocol|typealias) (\w+)/g),
    ])
    .map(([, name = '']) => name.toLowerCase()),
);

function moduleName(name: string): string {
  const module = packageName(name);
  return TYPES.has(module.toLowerCase()) ? `${module}Package` : module;
}
