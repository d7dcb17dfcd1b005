/** The command line of `npm run numbers`. */

import { Command, InvalidArgumentError, Option } from 'commander';
import { MODEL_SIZES } from '../../models/index.ts';
import { builtInDevices } from '../../targets/devices/index.ts';
import type { AdapterChoice } from '../../targets/webgpu/host/adapter.ts';

export interface NumbersOptions {
  readonly target: 'webgpu' | 'coreml' | 'nnapi';
  readonly adapter: AdapterChoice;
  readonly chromium: boolean;
  readonly devices: readonly string[];
  readonly precision: readonly string[];
  readonly residuals?: string;
  readonly only: string;
  readonly from?: string;
  readonly sizes: readonly string[];
  readonly inputs: 'first' | 'all';
}

const PRECISIONS = ['fp32', 'fp16', 'relaxed', 'int8', 'w8a8'];

export function readOptions(args: readonly string[]): NumbersOptions {
  return new Command('npm run numbers --')
    .description(
      'the largest errors of all test graphs and models against onnxruntime on the CPU; Markdown on stdout',
    )
    .addOption(
      new Option(
        '--target <name>',
        'coreml and nnapi: in each opset or at each feature level that differs, in place of devices',
      )
        .choices(['webgpu', 'coreml', 'nnapi'])
        .default('webgpu'),
    )
    .addOption(
      new Option('--adapter <name>', 'the WebGPU adapter')
        .choices(['swiftshader', 'lavapipe', 'gpu', 'auto'])
        .default('swiftshader'),
    )
    .option('--chromium', 'in a page of headless Chromium, on its SwiftShader', false)
    .option(
      '--devices <names>',
      'device files whose tiles are taken, with commas',
      listOf(builtInDevices.map(({ name }) => name)),
      ['webgpu-default', 'swiftshader'],
    )
    .option(
      '--precision <names>',
      'fp32, fp16; with nnapi also relaxed, and int8 and w8a8 in decibels',
      listOf(PRECISIONS),
      ['fp32'],
    )
    .addOption(
      new Option('--residuals <precision>', 'of the residual stream in fp16').choices([
        'fp32',
        'fp16',
      ]),
    )
    .option('--only <text>', 'cases whose names have this in them', '')
    .option('--from <case>', 'goes on where another run was cut off')
    .option('--sizes <names>', 'of the models that are made', listOf(MODEL_SIZES), ['tiny'])
    .addOption(
      new Option('--inputs <sets>', 'of the sets of inputs that a graph has')
        .choices(['first', 'all'])
        .default('first'),
    )
    .allowExcessArguments(false)
    .parse([...args], { from: 'user' })
    .opts<NumbersOptions>();
}

/** Names with commas between them, each of which is known. */
function listOf(known: readonly string[]): (value: string) => string[] {
  return (value) => {
    const names = value.split(',');
    const unknown = names.find((name) => !known.includes(name));
    if (unknown === undefined) return names;
    throw new InvalidArgumentError(`"${unknown}" is none of ${known.join(', ')}`);
  };
}
