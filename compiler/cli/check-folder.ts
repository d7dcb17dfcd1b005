/** `snapc check` of a folder: the files of an artifact, and every problem of its Core ML packages. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { validate } from '../../targets/coreml/read/index.ts';
import { damagedFiles } from './artifact.ts';
import type { CommandContext } from './command.ts';
import { pathOf } from './files.ts';
import { findPackages, isOurs, withPackage } from './packages.ts';

/** Each diagnostic names the file by its path from where the command runs. */
export async function checkFolder(context: CommandContext, folder: string): Promise<Diagnostic[]> {
  const { progress, timings, signal } = context;
  const { manifest, packages } = await findPackages(context, folder);
  const found: Diagnostic[] = [];
  if (manifest !== undefined) {
    progress.phase(`checking the files of ${folder}`);
    for (const target of Object.keys(manifest.targets)) {
      found.push(...(await damagedFiles(pathOf(context, folder), folder, manifest, target)));
    }
  }
  for (const item of packages) {
    progress.phase(`checking ${item}`);
    await withPackage(context, item, async (read) => {
      const problems = read.ok
        ? await timings.time('check', () =>
            validate(read.value, { signal, strict: isOurs(read.value) }),
          )
        : [];
      found.push(...[...read.diagnostics, ...problems].map((problem) => inside(item, problem)));
    });
  }
  return found;
}

function inside(folder: string, diagnostic: Diagnostic): Diagnostic {
  const { place } = diagnostic;
  const file = place?.file === undefined ? folder : `${folder}/${place.file}`;
  return { ...diagnostic, place: { ...place, file } };
}
