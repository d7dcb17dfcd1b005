/** `snapc run --target nnapi`: the library of a folder, built on this machine and run on its NNAPI. */

import type { Tensor } from '../../ir/tensor.ts';
import { checkTensors } from '../../targets/webgpu/host/check-tensors.ts';
import type { NeuralNetworks } from '../../targets/nnapi/host/neural-networks.ts';
import { runLibrary } from '../../targets/nnapi/host/run-library.ts';
import { damagedFiles, readManifest } from './artifact.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { nothingToRun } from './diagnostics.ts';
import { pathOf } from './files.ts';

export const NNAPI = 'nnapi';

export interface LibraryOptions {
  /** The folder above android/NeuralNetworks.h. */
  readonly nnapiInclude?: string;
  /** A libneuralnetworks.so. */
  readonly nnapiLibrary?: string;
}

export async function runLibraryFolder(
  context: CommandContext,
  folder: string,
  inputs: ReadonlyMap<string, Tensor>,
  options: LibraryOptions,
): Promise<ReadonlyMap<string, Tensor>> {
  const { signal, progress, timings } = context;
  const manifest = await readManifest(context, folder);
  const target = manifest.targets[NNAPI];
  if (target === undefined) return refuse(nothingToRun(NNAPI, Object.keys(manifest.targets)));
  const faults = [
    ...(await damagedFiles(pathOf(context, folder), folder, manifest, NNAPI)),
    ...checkTensors(target.inputs, inputs),
  ];
  if (faults.length > 0) return refuse(...faults);
  const outputs = await timings.time('run', () =>
    runLibrary({
      folder: pathOf(context, folder),
      files: target.files,
      inputs,
      outputs: target.outputs.map(({ name }) => name),
      neuralNetworks: neuralNetworksOf(context, options),
      signal,
      onPhase: progress.phase,
    }),
  );
  return take(context, outputs);
}

export function neuralNetworksOf(
  context: CommandContext,
  { nnapiInclude, nnapiLibrary }: LibraryOptions,
): Partial<NeuralNetworks> {
  return {
    ...(nnapiInclude === undefined ? {} : { include: pathOf(context, nnapiInclude) }),
    ...(nnapiLibrary === undefined ? {} : { library: pathOf(context, nnapiLibrary) }),
  };
}
