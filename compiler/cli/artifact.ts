/** A folder that `snapc compile` wrote: its manifest, and the run of one of its targets. */

import { join } from 'node:path';
import type { Tensor } from '../../ir/tensor.ts';
import { openArtifact } from '../../targets/webgpu/host/run.ts';
import { MANIFEST } from '../host/output.ts';
import { parseManifest } from '../manifest.ts';
import type { Manifest } from '../manifest.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { needsFolder, nothingToRun } from './diagnostics.ts';
import { isFolder, pathOf, readNamedFile } from './files.ts';

/** The one target whose artifacts run on this machine. */
export const RUNNABLE = 'webgpu';

export async function readManifest(context: CommandContext, folder: string): Promise<Manifest> {
  if (!(await isFolder(context, folder))) return refuse(needsFolder(folder));
  const file = join(folder, MANIFEST);
  const bytes = await readNamedFile(context, file, 'name a folder that snapc compile wrote');
  return take(
    context,
    parseManifest(new TextDecoder().decode(take(context, bytes, 'usage')), file),
    'usage',
  );
}

export type AdapterName = 'auto' | 'gpu' | 'swiftshader' | 'lavapipe';
export const ADAPTERS: readonly AdapterName[] = ['auto', 'gpu', 'swiftshader', 'lavapipe'];

export interface RanArtifact {
  readonly outputs: ReadonlyMap<string, Tensor>;
  /** For people. */
  readonly adapter: string;
}

export async function runFolder(
  context: CommandContext,
  folder: string,
  manifest: Manifest,
  inputs: ReadonlyMap<string, Tensor>,
  adapter: AdapterName | undefined,
): Promise<RanArtifact> {
  const { signal, progress, timings } = context;
  const targets = Object.keys(manifest.targets);
  if (!targets.includes(RUNNABLE)) return refuse(nothingToRun(RUNNABLE, targets));
  progress.phase('opening a WebGPU device');
  const opened = await timings.time('load', () =>
    openArtifact(join(pathOf(context, folder), RUNNABLE), {
      signal,
      ...(adapter === undefined ? {} : { adapter }),
      onProgress: ({ phase, done, total }) => {
        if (phase === 'weights') progress.bytes('uploading weights', done, total);
        else progress.count('compiling shaders', done, total);
      },
    }),
  );
  const artifact = take(context, opened);
  try {
    progress.phase(`running on ${artifact.adapter}`);
    const outputs = await timings.time('run', () => artifact.run(inputs, signal));
    return { outputs: take(context, outputs), adapter: artifact.adapter };
  } finally {
    artifact.close();
  }
}
