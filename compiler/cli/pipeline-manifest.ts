/** The manifest of a compiled pipeline, as far as drawing with it asks, and whether its files are as it says. */

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { join } from 'node:path';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { jsonObject } from '../diffusion/json-object.ts';
import type { PicturesManifest } from '../diffusion/compile-pictures.ts';
import { GENERATOR, MANIFEST } from '../host/output.ts';
import type { FileEntry } from '../output.ts';
import { schemaFaults } from '../schema-faults.ts';
import { damagedEntries } from './artifact.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { notAPipeline } from './draw-diagnostics.ts';
import { isFolder, pathOf, readNamedFile } from './files.ts';
import { PIPELINE_SCHEMA } from './pipeline-schema.ts';

export type PipelineTargets = PicturesManifest['targets'];
type PipelineTarget = PipelineTargets[string];

/** More than the manifests of all targets together take. */
const LARGEST_MANIFEST = 64 << 20;

let validator: ValidateFunction<Pick<PicturesManifest, 'targets'>> | undefined;

export async function readPipelineTargets(
  context: CommandContext,
  folder: string,
): Promise<PipelineTargets> {
  if (!(await isFolder(context, folder))) return refuse(notAPipeline(folder, 'it is no folder'));
  const hint = 'name a folder that snapc pipeline wrote';
  const file = join(folder, MANIFEST);
  const bytes = take(context, await readNamedFile(context, file, hint, LARGEST_MANIFEST), 'usage');
  const manifest = jsonObject(new TextDecoder().decode(bytes));
  if (manifest?.['generator'] !== GENERATOR || manifest['kind'] !== 'pipeline') {
    return refuse(notAPipeline(folder, `its ${MANIFEST} is of something else`));
  }
  validator ??= new Ajv({ allErrors: true }).compile<Pick<PicturesManifest, 'targets'>>(
    PIPELINE_SCHEMA,
  );
  if (validator(manifest)) return manifest.targets;
  const faults = schemaFaults(validator.errors);
  return refuse(
    ...faults.map(({ place, reason }) =>
      notAPipeline(folder, `in its ${MANIFEST}, ${place} ${reason}`),
    ),
  );
}

/** Files of a target that are not as the manifest says. */
export async function damagedPipeline(
  context: CommandContext,
  folder: string,
  name: string,
  target: PipelineTarget,
): Promise<readonly Diagnostic[]> {
  const ofParts = Object.entries(target.parts).flatMap(([part, made]): readonly FileEntry[] =>
    (made.targets[name]?.files ?? []).map((file) => ({
      ...file,
      path: `${name}/${part}/${file.path}`,
    })),
  );
  return damagedEntries(pathOf(context, folder), folder, [...target.files, ...ofParts]);
}
