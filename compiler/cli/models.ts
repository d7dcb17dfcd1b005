/** `snapc models`: models of the Stable Diffusion family with seeded weights, written as ONNX. */

import { Option } from 'commander';
import type { Command } from 'commander';
import { MODELS, MODEL_NAMES, MODEL_SIZES, isModelName } from '../../models/index.ts';
import type { ModelSize } from '../../models/index.ts';
import { DEFAULT_OPSET, MINIMUM_OPSET } from '../../models/index.ts';
import { writeModel } from '../../models/node.ts';
import { nearest } from '../../targets/devices/nearest.ts';
import { PRECISIONS } from '../target.ts';
import type { Precision } from '../target.ts';
import { defineCommand, examples, refuse, take } from './command.ts';
import type { CommandContext, Outcome } from './command.ts';
import { badUsage, unknownModel } from './diagnostics.ts';
import { pathOf } from './files.ts';
import { table } from './table.ts';
import { formatBytes, formatCount } from '../units.ts';

interface MakeArguments {
  readonly size: ModelSize;
  readonly out: string;
  readonly precision: Precision;
  readonly opset: string;
  readonly dynamic?: boolean;
  readonly seed: string;
}

export const modelsCommand = defineCommand({
  declare: (command) => {
    command.command('list').description('list the models');
    command
      .command('make')
      .description('write a model and sample inputs for it')
      .argument('<name>', `one of ${MODEL_NAMES.join(', ')}`)
      .addOption(
        new Option('--size <size>', 'tiny for tests, small for comparisons, full as published')
          .choices([...MODEL_SIZES])
          .default('tiny'),
      )
      .addOption(
        new Option('--precision <precision>', 'of weights and activations')
          .choices([...PRECISIONS])
          .default('fp32'),
      )
      .option(
        '--opset <number>',
        `ONNX operator set, ${MINIMUM_OPSET} or later`,
        String(DEFAULT_OPSET),
      )
      .option('--dynamic', 'leave batch, height, width and sequence open')
      .option('--seed <number>', 'of the weights and inputs', '0')
      .requiredOption('--out <dir>', 'the folder to write')
      .addHelpText(
        'after',
        examples(
          'snapc models make snapfusion-unet --size tiny --out out/unet',
          'snapc models make clip-text --size full --precision fp16 --out out/clip',
        ),
      );
    return command;
  },
  run: (command, context) =>
    command.name() === 'make' ? make(command, context) : Promise.resolve(list()),
});

function list(): Outcome {
  const models = MODEL_NAMES.map((name) => ({ name, summary: MODELS[name].summary }));
  const rows = models.map(({ name, summary }) => [name, summary]);
  return {
    status: 'ok',
    result: { models, sizes: MODEL_SIZES },
    text: `${table(['model', 'what'], rows)}\nsizes: ${MODEL_SIZES.join(', ')}\n`,
  };
}

async function make(command: Command, context: CommandContext): Promise<Outcome> {
  const [name = ''] = command.args;
  const given = command.opts<MakeArguments>();
  if (!isModelName(name)) refuse(unknownModel(name, nearest(name, MODEL_NAMES), MODEL_NAMES));
  const { signal, progress, timings } = context;
  progress.phase(`making ${name}`);
  const written = await timings.time('write', () =>
    writeModel(
      pathOf(context, given.out),
      name,
      {
        size: given.size,
        precision: given.precision === 'fp16' ? 'f16' : 'f32',
        opset: wholeNumber('--opset', given.opset, MINIMUM_OPSET),
        seed: wholeNumber('--seed', given.seed, 0),
        dynamic: given.dynamic === true,
        onProgress: ({ path, doneBytes, totalBytes }) =>
          progress.bytes(path, doneBytes, totalBytes),
      },
      signal,
    ),
  );
  const { files, totalBytes, parameterCount } = take(context, written, 'usage');
  const rows = files.map(({ path, byteLength }) => [path, formatBytes(byteLength)]);
  return {
    status: 'ok',
    result: { name, size: given.size, out: given.out, files, totalBytes, parameterCount },
    text: `${table(['file', 'size'], rows)}\nwrote ${given.out}: ${name}, ${formatCount(parameterCount)} parameters\n`,
  };
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (value >= least) return value;
  const message = `${option} must be a whole number of at least ${least}, not ${JSON.stringify(text)}`;
  return refuse(badUsage(message, 'snapc models make'));
}
