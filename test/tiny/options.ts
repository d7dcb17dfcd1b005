/** What can be said to the judge, checked before anything is drawn. */

import { Command, Option } from 'commander';
import { number, wholeNumber } from '../../examples/numbers.ts';
import type { AdapterChoice } from '../../targets/webgpu/host/adapter.ts';

export interface JudgeOptions {
  readonly captions: number;
  readonly seed: number;
  readonly adapter?: AdapterChoice;
  readonly steps?: number;
  readonly guidance?: number;
}

const ADAPTERS: readonly AdapterChoice[] = ['auto', 'gpu', 'swiftshader', 'lavapipe'];

/** Ends the process where help is asked for, or something cannot be understood. */
export function readOptions(words: readonly string[]): {
  readonly folders: readonly string[];
  readonly options: JudgeOptions;
} {
  const command = new Command('npm run judge --')
    .description(
      'Draws held-out captions through compiled pipelines, and says what share is right.',
    )
    .argument(
      '<folders...>',
      'what "snapc pipeline --target webgpu" has written from models/tiny/onnx',
    )
    .option('--captions <number>', 'how many of the held-out captions', wholeNumber, 200)
    .option('--seed <number>', 'of the pictures', wholeNumber, 1)
    .option('--steps <number>', "how many steps; the pipeline's if left out", wholeNumber)
    .option(
      '--guidance <number>',
      "how much the caption counts; the pipeline's if left out",
      number,
    )
    .addOption(new Option('--adapter <name>', 'the WebGPU adapter to draw on').choices(ADAPTERS))
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(words, { from: 'user' });
  return { folders: command.args, options: command.opts() };
}
