/** `snapc draw`: words in, a picture out, with a compiled pipeline on this machine. */

import { Option } from 'commander';
import type { Command } from 'commander';
import { ADAPTERS } from './artifact.ts';
import type { AdapterName } from './artifact.ts';
import { defineCommand, examples, refuse } from './command.ts';
import type { CommandContext } from './command.ts';
import { nothingToRun } from './diagnostics.ts';
import { drawOnCoreml } from './draw-on-coreml.ts';
import { drawOnNnapi } from './draw-on-nnapi.ts';
import { drawOnWebgpu } from './draw-on-webgpu.ts';
import { drawRequest } from './draw-request.ts';
import { writeNamedFile } from './files.ts';
import { damagedPipeline, readPipelineTargets } from './pipeline-manifest.ts';
import { pngOf } from './png-pictures.ts';
import type { Picture } from '../../targets/nnapi/host/draw-library.ts';
import type { LibraryOptions } from './run-library.ts';
import { formatMilliseconds } from '../units.ts';
import { visible } from './present.ts';

const WHERE = ['webgpu', 'coreml', 'nnapi'] as const;
type Where = (typeof WHERE)[number];

/** Numbers are texts: the pipeline itself says which ones it takes. */
export interface DrawArguments extends LibraryOptions {
  readonly prompt: string;
  readonly negative?: string;
  readonly steps?: string;
  readonly guidance?: string;
  readonly seed?: string;
  readonly strength?: string;
  readonly size?: string;
  readonly image?: string;
  readonly random?: 'philox' | 'torch';
  readonly memory?: 'keep' | 'spare';
  readonly target?: Where;
  readonly adapter?: AdapterName;
  readonly out: string;
}

export interface Drawn extends Picture {
  readonly seed: number;
  /** For people: what it was drawn on. */
  readonly on: string;
  /** Of the text encoder, all steps, and the decoder. */
  readonly milliseconds: {
    readonly text: number;
    readonly steps: number;
    readonly decoder: number;
  };
}

export const drawCommand = defineCommand({
  declare: (command: Command) =>
    command
      .argument('<dir>', 'the folder that snapc pipeline wrote')
      .requiredOption('--prompt <text>', 'what the picture shows')
      .option('--negative <text>', 'what it should not show')
      .option('--steps <number>', 'how many steps; those of the pipeline unless said otherwise')
      .option('--guidance <number>', 'how much the prompt counts')
      .option('--seed <number>', 'a whole number: the same one draws the same picture')
      .option('--size <WIDTHxHEIGHT>', 'in pixels: one of those that the pipeline was compiled for')
      .option('--image <file.png>', 'a picture to begin with')
      .option('--strength <number>', 'how much of that picture is drawn anew, from 0 to 1')
      .addOption(
        new Option('--random <numbers>', "the noise: snapc's own, or PyTorch's").choices([
          'philox',
          'torch',
        ]),
      )
      .addOption(
        new Option('--memory <mode>', 'all models at once, or one at a time').choices([
          'keep',
          'spare',
        ]),
      )
      .addOption(
        new Option(
          '--target <target>',
          'of the folder; webgpu if it has several. Core ML is drawn on an interpreter, NNAPI on a reference of it',
        ).choices([...WHERE]),
      )
      .addOption(
        new Option('--adapter <name>', 'the WebGPU adapter to draw on').choices([...ADAPTERS]),
      )
      .option('--nnapi-include <dir>', 'as snapc run takes it')
      .option('--nnapi-library <file>', 'as snapc run takes it')
      .requiredOption('--out <file.png>', 'the picture')
      .addHelpText(
        'after',
        examples(
          'snapc draw out/pictures --prompt "a red circle" --seed 7 --out circle.png',
          'snapc draw out/pictures --target coreml --prompt "a red circle" --size 96x64 --out wide.png',
          'snapc draw out/pictures --target nnapi --prompt "a red circle" --steps 4 --out circle.png',
        ),
      ),
  run: async (command, context) => {
    const [folder = ''] = command.args;
    const given = command.opts<DrawArguments>();
    const drawn = await draw(context, folder, given);
    await writeNamedFile(context, given.out, pngOf(drawn));
    const { width, height, seed, on, milliseconds } = drawn;
    const took = milliseconds.text + milliseconds.steps + milliseconds.decoder;
    return {
      status: 'ok',
      result: { file: given.out, width, height, seed, on, milliseconds },
      text: `drew ${visible(given.out)}: ${width}x${height}, seed ${seed}, in ${formatMilliseconds(took)} on ${visible(on)}\n`,
    };
  },
});

async function draw(context: CommandContext, folder: string, given: DrawArguments): Promise<Drawn> {
  const targets = await readPipelineTargets(context, folder);
  const held = WHERE.filter((name) => Object.hasOwn(targets, name));
  const where = given.target ?? held[0] ?? 'webgpu';
  const target = targets[where];
  if (target === undefined || !held.includes(where)) {
    return refuse(nothingToRun(where, Object.keys(targets)));
  }
  const request = await drawRequest(context, given, target.description);
  const damaged = await damagedPipeline(context, folder, where, target);
  if (damaged.length > 0) return refuse(...damaged);
  switch (where) {
    case 'nnapi':
      return drawOnNnapi(context, folder, target, given, request);
    case 'coreml':
      return drawOnCoreml(context, folder, target, request);
    case 'webgpu':
      return drawOnWebgpu(context, folder, given, request);
  }
}
