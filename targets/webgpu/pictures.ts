/** Joins the models of a pipeline: a typed module with `load`, the tables it reads, and one runtime for all. */

import type { Pictures } from '../../compiler/diffusion/pictures.ts';
import type { PartName } from '../../compiler/diffusion/roles.ts';
import { writeWhole } from '../../compiler/output.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { PicturesEmitter } from '../../compiler/target.ts';
import type { PipelineDescription } from '../../runtime/web/pictures/description.ts';
import { runtimeDescription } from '../pictures-description.ts';
import { sizeFolder } from '../size-folder.ts';
import { runtimeEntries } from './emit.ts';
import { packageFile } from './package-file.ts';
import { picturesReadme } from './pictures-readme.ts';
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
  const description = runtimeDescription(made.description, tokenizer, steps);
  const source = moduleSource(made, description);
  const { js, dts } = transpile('index.ts', source, { comments: true });
  const files = [
    ['index.js', js],
    ['index.d.ts', dts],
    ['README.md', picturesReadme(description)] as const,
    packageFile(made.description.name),
    ...runtimeEntries({
      ...runtimeFiles,
      ...picturesFiles,
      'index.js': "export * from './pictures.js';\n",
    }),
  ] as const;
  for (const [path, text] of files) await writeWhole(sink, path, text);
}

/** Names of parts are ours; all that comes from the models is data in the description. */
function moduleSource({ parts, variants }: Pictures, description: PipelineDescription): string {
  // Of each part its modules, which are as many as it has variants.
  const modules = parts.flatMap((part) => {
    const sizes = variants.get(part)?.sizes.slice(1) ?? [];
    return ['', ...sizes.map(sizeFolder)].map((folder, at) => ({
      name: nameOf(part, at),
      path: `./${part}/webgpu/${folder === '' ? '' : `${folder}/`}index.js`,
    }));
  });
  const sized = description.sizes.map((_, size) => {
    const names = parts.map((part) => {
      const name = nameOf(part, variants.get(part)?.ofSize[size] ?? 0);
      return name === PARTS[part] ? name : `${PARTS[part]}: ${name}`;
    });
    return `  { ${names.join(', ')} },`;
  });
  return [
    `/** ${quotedBriefly(description.name)}: words in, a picture out. Compiled for WebGPU by snapc. */`,
    '',
    ...modules.map(({ name, path }) => `import * as ${name} from '${path}';`),
    "import { loadPipeline, mergedRequirements } from './runtime/pictures.js';",
    'import type {',
    '  Pipeline,',
    '  PipelineDescription,',
    '  PipelineOptions,',
    '  Requirements,',
    '  SizedModules,',
    "} from './runtime/pictures.js';",
    '',
    "export { SnapcError } from './runtime/pictures.js';",
    'export type {',
    '  Generated,',
    '  GenerateOptions,',
    '  PartProgress,',
    '  Picture,',
    '  PictureSize,',
    '  Pipeline,',
    '  PipelineDescription,',
    '  PipelineOptions,',
    '  Requirements,',
    '  SnapcErrorCode,',
    '  StepReport,',
    "} from './runtime/pictures.js';",
    '',
    '/** For each size of the description. */',
    'const modules: SizedModules = [',
    ...sized,
    '];',
    '',
    '/** Sizes, defaults, and what the models call their inputs and outputs. */',
    `export const description: PipelineDescription = ${dataLiteral(description)};`,
    '',
    '/** What the device must have: `adapter.requestDevice(requirements)`. */',
    'export const requirements: Requirements = mergedRequirements(...modules);',
    '',
    '/** Reads the weights and compiles the shaders. Rejects with a SnapcError that says what is missing. */',
    'export async function load(options: PipelineOptions = {}): Promise<Pipeline> {',
    '  return loadPipeline(description, modules, import.meta.url, options);',
    '}',
    '',
  ].join('\n');
}

/** Of the module for a part's variant. */
function nameOf(part: PartName, variant: number): string {
  return variant === 0 ? PARTS[part] : `${PARTS[part]}${variant + 1}`;
}
