/** Runs an emitted NNAPI library on the reference by a program that is built once for all: only the tables are compiled. */

import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Manifest } from '../../compiler/api/node.ts';
import { writeNpy } from '../../compiler/npz.ts';
import { libraryOf, must, outcomeOf, programOf } from '../../test/nnapi-numbers/many-models.ts';
import type { Tensors } from './model.ts';

/** The tables, weights and inputs are those of the folder; what its `run_model` would do beside is reading files. */
export async function runOnNnapi(
  manifest: Manifest,
  folder: string,
  inputs: readonly Tensors[],
): Promise<readonly Tensors[]> {
  const program = await programOf(false);
  const emitted = join(folder, 'nnapi');
  const [name = ''] = (await readdir(emitted, { withFileTypes: true })).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  );
  const source = join(emitted, name);
  const scratch = join(folder, 'nnapi-runs');
  await mkdir(scratch);
  const library = await libraryOf([{ tables: join(source, 'src', 'tables.cpp'), name }], scratch);
  const ports = manifest.targets['nnapi'];
  const runs: string[] = [];
  for (const [index, own] of inputs.entries()) {
    const run = join(scratch, String(index));
    await mkdir(run);
    for (const file of await readdir(join(source, 'weights'))) {
      await symlink(join(source, 'weights', file), join(run, file));
    }
    for (const [at, port] of (ports?.inputs ?? []).entries()) {
      const tensor = own.get(port.name);
      if (tensor === undefined) throw new Error(`${port.name} is not given`);
      await writeFile(join(run, `input${at}.npy`), writeNpy(tensor));
    }
    runs.push(run);
  }
  const jobs = join(scratch, 'jobs');
  await writeFile(jobs, runs.map((run) => `0 ${run}\n`).join(''));
  await must(program, [library, jobs]);
  const names = (ports?.outputs ?? []).map((port) => port.name);
  return Promise.all(
    runs.map(async (run) => {
      const outputs = await outcomeOf(run, names);
      if (typeof outputs === 'string') throw new Error(outputs);
      return outputs;
    }),
  );
}
