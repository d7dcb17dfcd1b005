/** The manifest of a compiled pipeline, as far as drawing with it asks. */

import { isRecord } from '../../ir/record.ts';
import { join } from 'node:path';
import { jsonObject } from '../diffusion/json-object.ts';
import type { JsonObject } from '../diffusion/json-object.ts';
import type { PicturesManifest } from '../diffusion/compile-pictures.ts';
import { GENERATOR, MANIFEST } from '../host/output.ts';
import { refuse, take } from './command.ts';
import type { CommandContext } from './command.ts';
import { notAPipeline } from './draw-diagnostics.ts';
import { isFolder, readNamedFile } from './files.ts';

export type PipelineTargets = PicturesManifest['targets'];

export async function readPipelineTargets(
  context: CommandContext,
  folder: string,
): Promise<PipelineTargets> {
  if (!(await isFolder(context, folder))) return refuse(notAPipeline(folder, 'it is no folder'));
  const hint = 'name a folder that snapc pipeline wrote';
  const bytes = take(context, await readNamedFile(context, join(folder, MANIFEST), hint), 'usage');
  const manifest = jsonObject(new TextDecoder().decode(bytes));
  if (manifest?.['generator'] !== GENERATOR || manifest['kind'] !== 'pipeline') {
    return refuse(notAPipeline(folder, `its ${MANIFEST} is of something else`));
  }
  const { targets } = manifest;
  return isTargets(targets)
    ? targets
    : refuse(notAPipeline(folder, `its ${MANIFEST} names no targets and files`));
}

/** Only what is read here is looked at: lists of files with paths and hashes. */
function isTargets(targets: unknown): targets is PipelineTargets {
  return objects(targets).every(
    (target) =>
      areFiles(target['files']) &&
      objects(target['parts']).every((part) =>
        objects(part['targets']).every(({ files }) => areFiles(files)),
      ) &&
      isRecord(target['parts']),
  );
}

function areFiles(files: unknown): boolean {
  return (
    Array.isArray(files) &&
    files.every(
      (file: unknown) =>
        isRecord(file) && typeof file['path'] === 'string' && typeof file['sha256'] === 'string',
    )
  );
}

/** Something that is no object counts as one without fields, which has no files. */
function objects(value: unknown): readonly JsonObject[] {
  if (!isRecord(value)) return [{}];
  return Object.values(value).map((one) => (isRecord(one) ? one : {}));
}
