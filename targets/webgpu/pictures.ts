/** Joins the models of a pipeline: a typed module with `load`, the tables it reads, and one runtime for all. */

import type {
  Pictures,
  PicturesDescription,
  TensorUse,
} from '../../compiler/diffusion/pictures.ts';
import type { PartName } from '../../compiler/diffusion/roles.ts';
import { writeWhole } from '../../compiler/output.ts';
import type { FileEntry, OutputSink } from '../../compiler/output.ts';
import type { PicturesEmitter } from '../../compiler/target.ts';
import type { PipelineDescription } from '../../runtime/web/pictures/description.ts';
import { runtimeEntries } from './emit.ts';
import { packageFile } from './package-file.ts';
import { dataLiteral, quotedBriefly } from './text.ts';

/** What the runtime calls the parts. */
const PARTS: Readonly<Record<PartName, string>> = {
  text_encoder: 'textEncoder',
  unet: 'unet',
  vae_decoder: 'decoder',
  vae_encoder: 'encoder',
};

export const pictures: PicturesEmitter = {
  partOptions: () => ({ runtime: 'shared' }),
  emit,
};

async function emit(made: Pictures, sink: OutputSink): Promise<void> {
  const tokenizer = await writeWhole(sink, 'tokenizer.bin', made.tokenizer);
  const steps = await writeWhole(sink, 'steps.bin', made.steps);
  const { transpile } = await import('./templates/transpile.ts');
  const { picturesFiles, runtimeFiles } = await import('./templates/runtime.generated.ts');
  const source = moduleSource(made, describe(made.description, tokenizer, steps));
  const { js, dts } = transpile('index.ts', source, { comments: true });
  const files = [
    ['index.js', js],
    ['index.d.ts', dts],
    packageFile(made.description.name),
    ...runtimeEntries({
      ...runtimeFiles,
      ...picturesFiles,
      'index.js': "export * from './pictures.js';\n",
    }),
  ] as const;
  for (const [path, text] of files) await writeWhole(sink, path, text);
}

function describe(
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

/** Names of parts are ours; all that comes from the models is data in the description. */
function moduleSource({ parts }: Pictures, description: PipelineDescription): string {
  const modules = parts.map((part) => PARTS[part]);
  return [
    `/** ${quotedBriefly(description.name)}: words in, a picture out. Compiled for WebGPU by snapc. */`,
    '',
    ...parts.map((part) => `import * as ${PARTS[part]} from './${part}/webgpu/index.js';`),
    "import { loadPipeline, mergedRequirements } from './runtime/pictures.js';",
    "import type { Pipeline, PipelineDescription, PipelineOptions, Requirements } from './runtime/pictures.js';",
    '',
    "export { SnapcError } from './runtime/pictures.js';",
    'export type {',
    '  Generated,',
    '  GenerateOptions,',
    '  PartProgress,',
    '  Picture,',
    '  Pipeline,',
    '  PipelineDescription,',
    '  PipelineOptions,',
    '  Requirements,',
    '  SnapcErrorCode,',
    '  StepReport,',
    "} from './runtime/pictures.js';",
    '',
    `const modules = { ${modules.join(', ')} };`,
    '',
    '/** Sizes, defaults, and what the models call their inputs and outputs. */',
    `export const description: PipelineDescription = ${dataLiteral(description)};`,
    '',
    '/** What the device must have: `adapter.requestDevice(requirements)`. */',
    'export const requirements: Requirements = mergedRequirements(modules);',
    '',
    '/** Reads the weights and compiles the shaders. Rejects with a SnapcError that says what is missing. */',
    'export async function load(options: PipelineOptions = {}): Promise<Pipeline> {',
    '  return loadPipeline(description, modules, import.meta.url, options);',
    '}',
    '',
  ].join('\n');
}
