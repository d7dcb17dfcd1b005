/** A folder that `snapc compile` wrote: its manifest, and the run of one of its targets. */

import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { checkTensors } from '../../targets/webgpu/host/check-tensors.ts';
import { openArtifact } from '../../targets/webgpu/host/run.ts';
import type { OpenArtifact } from '../../targets/webgpu/host/run.ts';
import { checkRelativePath } from '../host/location.ts';
import { MANIFEST } from '../host/output.ts';
import { parseManifest } from '../manifest.ts';
import type { Manifest } from '../manifest.ts';
import type { FileEntry } from '../output.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { damagedFolder, needsFolder, nothingToRun } from './diagnostics.ts';
import { isFolder, pathOf, readNamedFile } from './files.ts';
import { sizedArtifact } from './sized-artifact.ts';

/** The target whose artifacts run on this machine as they are: they can be profiled and tuned. */
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
  const { signal, timings } = context;
  return withArtifact(context, folder, manifest, inputs, { adapter }, async (artifact) => {
    const outputs = await timings.time('run', () => artifact.run(inputs, signal));
    return { outputs: take(context, outputs), adapter: artifact.adapter };
  });
}

/** Checks the folder and the inputs, opens the folder on a device, and closes it when `use` is done. */
export async function withArtifact<T>(
  context: CommandContext,
  folder: string,
  manifest: Manifest,
  inputs: ReadonlyMap<string, Tensor>,
  { adapter, timestamps = false }: { adapter: AdapterName | undefined; timestamps?: boolean },
  use: (artifact: OpenArtifact) => Promise<T>,
): Promise<T> {
  const { signal, progress, timings } = context;
  const targets = Object.keys(manifest.targets);
  if (!targets.includes(RUNNABLE)) return refuse(nothingToRun(RUNNABLE, targets));
  // What costs nothing to find is found before a device is opened and shaders are compiled.
  const path = pathOf(context, folder);
  const damaged = await damagedFiles(path, folder, manifest);
  const usual = { folder: join(path, RUNNABLE), inputs: manifest.inputs };
  const sized = damaged.length > 0 ? usual : await sizedArtifact(usual.folder, manifest, inputs);
  const faults = [...damaged, ...checkTensors(sized.inputs, inputs)];
  if (faults.length > 0) return refuse(...faults);
  progress.phase('opening a WebGPU device');
  const opened = await timings.time('load', () =>
    openArtifact(sized.folder, {
      signal,
      timestamps,
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
    return await use(artifact);
  } finally {
    artifact.close();
  }
}

/** Files that are not as the manifest says; of weights only the size, since the runtime hashes what it reads. */
export async function damagedFiles(
  path: string,
  folder: string,
  manifest: Manifest,
  target: string = RUNNABLE,
): Promise<Diagnostic[]> {
  return damagedEntries(path, folder, manifest.targets[target]?.files ?? []);
}

/** Their paths go from the folder, which diagnostics call `folder`. */
export async function damagedEntries(
  path: string,
  folder: string,
  entries: readonly FileEntry[],
): Promise<Diagnostic[]> {
  const found: Diagnostic[] = [];
  for (const entry of entries) {
    const what = await damage(path, entry);
    if (what !== undefined) found.push(damagedFolder(folder, entry.path, what));
  }
  return found;
}

async function damage(
  folder: string,
  { path, bytes, sha256 }: FileEntry,
): Promise<string | undefined> {
  const checked = checkRelativePath(path);
  if ('fault' in checked) return `cannot be a file of the folder: ${checked.fault}`;
  const file = join(folder, ...checked.segments);
  try {
    const { size } = await stat(file);
    if (size !== bytes) return `has ${size} bytes, not ${bytes}`;
    if (path.endsWith('.bin')) return undefined;
    const digest = createHash('sha256')
      .update(await readFile(file))
      .digest('hex');
    return digest === sha256 ? undefined : 'has another SHA-256 than the manifest says';
  } catch {
    return 'cannot be read';
  }
}
