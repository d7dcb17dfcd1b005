/** The files of a pipeline's library: its data, a typed API, the runtime and the build files. */

import type { PicturesDescription } from '../../compiler/diffusion/pictures.ts';
import type { FileEntry } from '../../compiler/output.ts';
import { tensorNames } from '../pictures-tensors.ts';
import { cppDouble, cppRows } from './cpp-text.ts';
import { androidNames } from './cpp.ts';
import { kotlinFiles, kotlinSources, render } from './render.ts';
import type { CppFile } from './render.ts';
import {
  picturesFiles,
  picturesTemplates,
  runtimeFiles,
  templates,
} from './templates/cpp.generated.ts';

type DataFile = Pick<FileEntry, 'path' | 'bytes' | 'sha256'>;

export interface PicturesLibrary {
  readonly description: PicturesDescription;
  /** The namespace and the library: an identifier that begins with a capital letter. */
  readonly library: string;
  readonly featureLevel: number;
  readonly parts: readonly {
    /** In the runtime's enumeration. */
    readonly part: string;
    /** Of its tables, and the one above its weights. */
    readonly folder: string;
    readonly weights: string;
    /** Those that it serves, a bit for each. */
    readonly sizes: number;
    readonly namespace: string;
  }[];
  readonly tokenizer: DataFile;
  readonly steps: DataFile;
  /** All that loading reads. */
  readonly files: readonly DataFile[];
}

/** What only a single model has. */
const OF_MODELS = [
  'jni/jni.cpp',
  'kotlin/Loop.kt',
  'kotlin/NativeModel.kt',
  'kotlin/Session.kt',
  'kotlin/Weights.kt',
  ...['arguments', 'convert'].flatMap((file) => [`tools/${file}.cpp`, `tools/${file}.h`]),
  'tools/run_model.cpp',
];

export function picturesLibrary(made: PicturesLibrary): readonly CppFile[] {
  const context = contextOf(made);
  const { library } = made;
  const kotlin = kotlinSources(context.kotlinPackage);
  const rendered: readonly (readonly [path: string, template: string])[] = [
    ['CMakeLists.txt', picturesTemplates['CMakeLists.txt']],
    ['README.md', picturesTemplates['README.md']],
    [`include/${library}/${library}.h`, picturesTemplates['pipeline.h']],
    ['src/pipeline.cpp', picturesTemplates['pipeline.cpp']],
    [`${kotlin}/Pipeline.kt`, picturesTemplates['Pipeline.kt']],
    ['android/src/main/AndroidManifest.xml', templates['AndroidManifest.xml']],
    ['android/build.gradle', templates['build.gradle']],
    ['android/consumer-rules.pro', picturesTemplates['consumer-rules.pro']],
    ['android/settings.gradle', templates['settings.gradle']],
  ];
  const shared = Object.entries(runtimeFiles).filter(([path]) => !OF_MODELS.includes(path));
  return [
    ...rendered.map(([path, template]): CppFile => [path, render(template, context)]),
    ...kotlinFiles({ ...Object.fromEntries(shared), ...picturesFiles }, context.kotlinPackage),
  ];
}

/** What the templates ask for; names of tensors go through the helper that makes literals. */
function contextOf({ description, library, featureLevel, ...rest }: PicturesLibrary) {
  const { latent, tile, scale, encoder, preview, steps } = description;
  return {
    ...rest,
    ...androidNames(library, featureLevel),
    library,
    title: description.name,
    featureLevel,
    latent,
    tile,
    scale,
    sizes: description.sizes,
    sizesText: description.sizes.map((size) => `${size.width}x${size.height}`).join(', '),
    width: latent.width * scale,
    height: latent.height * scale,
    scalingFactor: cppDouble(description.scalingFactor),
    shiftFactor: cppDouble(description.shiftFactor),
    ...tensorNames(description),
    encoder: encoder && { picture: encoder.picture.name, latent: encoder.latent.name },
    hasEncoder: encoder !== undefined,
    isDistribution: encoder?.isDistribution ?? false,
    hasPreview: preview !== undefined,
    factors: cppRows((preview?.factors ?? []).map((row) => `{${row.map(cppDouble).join()}}`)),
    bias: (preview?.bias ?? [0, 0, 0]).map(cppDouble).join(', '),
    usual: steps.usual,
    counts: cppRows(steps.counts.map((count) => `${count}u`)),
    stepCounts: steps.counts.join(', '),
    initialNoise: cppRows(steps.initialNoise.map(cppDouble)),
    clips: steps.clip !== null,
    clip: cppDouble(steps.clip ?? 0),
    guidance: cppDouble(description.guidance),
  };
}
