/** A package's folder on disk, held to itself: no link and no path leads out of it. */

import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { checkRelativePath } from '../../../compiler/host/location.ts';
import { openModelFile } from '../../../compiler/host/node.ts';
import { failure, success } from '../../../ir/diagnostics.ts';
import type { Result } from '../../../ir/diagnostics.ts';
import { missingFile } from '../read/diagnostics.ts';
import type { PackageFiles } from '../read/files.ts';

export const MANIFEST_FILE = 'Manifest.json';

/** No link is followed below the folder that the user named. */
export async function openPackageFolder(folder: string): Promise<Result<PackageFiles>> {
  if ((await kindOf(folder, [MANIFEST_FILE])) === 'other') {
    return failure([missingFile(MANIFEST_FILE, 'it is neither a file nor a folder')]);
  }
  const opened = await openModelFile(join(folder, MANIFEST_FILE));
  if (!opened.ok) return opened;
  const { model: manifest, openExternal, close } = opened.value;
  return success({
    kind: async (path) => {
      const { segments } = checkRelativePath(path);
      return segments === undefined ? undefined : kindOf(folder, segments);
    },
    open: async (path) => (path === MANIFEST_FILE ? success(manifest) : openExternal(path)),
    close,
  });
}

async function kindOf(
  folder: string,
  segments: readonly string[],
): Promise<'file' | 'folder' | 'other' | undefined> {
  let path = folder;
  let kind: 'file' | 'folder' | 'other' = 'folder';
  for (const segment of segments) {
    path = join(path, segment);
    const found = await lstat(path).catch(() => undefined);
    if (found === undefined || kind !== 'folder') return undefined;
    kind = found.isFile() ? 'file' : found.isDirectory() ? 'folder' : 'other';
  }
  return kind;
}
