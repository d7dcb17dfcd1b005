/** Runs a compiled folder on one of the targets that it holds. */

import { Option } from 'commander';
import type { Command } from 'commander';
import type { Tensor } from '../../ir/tensor.ts';
import { ADAPTERS, RUNNABLE, readManifest, runFolder } from './artifact.ts';
import type { AdapterName } from './artifact.ts';
import type { CommandContext } from './command.ts';
import { COREML, isPackage } from './packages.ts';
import { NNAPI, runLibraryFolder } from './run-library.ts';
import type { LibraryOptions } from './run-library.ts';
import { PRECISIONS, runPackages } from './run-package.ts';
import type { PackageRun } from './run-package.ts';

export const RUN_TARGETS = [RUNNABLE, COREML, NNAPI] as const;
export type RunTarget = (typeof RUN_TARGETS)[number];

/** As the command line has them. */
export interface RunChoices extends PackageRun, LibraryOptions {
  readonly adapter?: AdapterName;
}

export interface Ran {
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** For people. */
  readonly on: string;
}

export interface RanCompiled extends Ran {
  readonly target: RunTarget;
}

/** The options that say how each target runs. */
export function declareRunChoices(command: Command): Command {
  return command
    .addOption(
      new Option('--adapter <name>', 'the WebGPU adapter to run on').choices([...ADAPTERS]),
    )
    .addOption(
      new Option(
        '--precision <precision>',
        'of Core ML packages: each result in its declared type, or all in fp32; default: declared',
      ).choices([...PRECISIONS]),
    )
    .option('--function <name>', 'of a Core ML package: another than its default function')
    .option(
      '--nnapi-include <dir>',
      "the folder above android/NeuralNetworks.h; default: that of snapc's reference",
    )
    .option(
      '--nnapi-library <file>',
      "a libneuralnetworks.so to run on; default: snapc's reference, in a checkout",
    );
}

/** Without a target: the only one of the folder, WebGPU if there are several. */
export async function runCompiled(
  context: CommandContext,
  folder: string,
  target: RunTarget | undefined,
  inputs: ReadonlyMap<string, Tensor>,
  choices: RunChoices,
): Promise<RanCompiled> {
  const chosen = target ?? (await targetOf(context, folder));
  switch (chosen) {
    case COREML: {
      const outputs = await runPackages(context, folder, inputs, choices);
      return { target: chosen, outputs, on: 'the interpreter of Core ML packages' };
    }
    case NNAPI: {
      const outputs = await runLibraryFolder(context, folder, inputs, choices);
      const { nnapiLibrary } = choices;
      return { target: chosen, outputs, on: nnapiLibrary ?? "snapc's reference of NNAPI" };
    }
    case RUNNABLE: {
      const manifest = await readManifest(context, folder);
      const ran = await runFolder(context, folder, manifest, inputs, choices.adapter);
      return { target: chosen, outputs: ran.outputs, on: ran.adapter };
    }
  }
}

async function targetOf(context: CommandContext, folder: string): Promise<RunTarget> {
  if (await isPackage(context, folder)) return COREML;
  const { targets } = await readManifest(context, folder);
  const held = RUN_TARGETS.filter((name) => Object.hasOwn(targets, name));
  return held.length === 1 ? (held[0] ?? RUNNABLE) : RUNNABLE;
}
