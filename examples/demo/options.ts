/** What can be said to the demo, checked before anything is compiled. */

import { join } from 'node:path';
import { Command } from 'commander';
import { number, wholeNumber } from '../numbers.ts';

export interface DemoOptions {
  readonly models: string;
  readonly out: string;
  readonly seed: number;
  readonly steps?: number;
  readonly guidance?: number;
}

/** Ends the process where help is asked for, or something cannot be understood. */
export function readOptions(words: readonly string[]): {
  readonly prompts: readonly string[];
  readonly options: DemoOptions;
} {
  const command = new Command('npm run demo --')
    .description('Compiles the miniature for a phone, draws prompts with it, and writes pictures.')
    .argument('[prompts...]', 'what to draw; eight prompts of its own if left out')
    .option(
      '--models <file|folder>',
      'a pipeline.json, or a folder as diffusers writes it',
      join('models', 'tiny', 'onnx', 'pipeline.json'),
    )
    .option('--out <folder>', 'where the pictures go', 'demo')
    .option('--seed <number>', 'the same one draws the same pictures', wholeNumber, 1)
    .option('--steps <number>', "how many steps; the pipeline's if left out", wholeNumber)
    .option('--guidance <number>', "how much the prompt counts; the pipeline's if left out", number)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2))
    .parse(words, { from: 'user' });
  return { prompts: command.args, options: command.opts() };
}
