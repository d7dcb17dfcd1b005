/** Folders that are made on the way to what is written, and go again where it does not come. */

import { lstat, mkdir, rmdir } from 'node:fs/promises';
import { dirname, sep } from 'node:path';
import { errorCode } from './node-file.ts';

/** Makes a folder and those above it; gives the first one that was not there. Where it fails, none of them stays. */
export async function makeFolders(folder: string): Promise<string | undefined> {
  const first = await firstMissing(folder);
  try {
    return await mkdir(folder, { recursive: true });
  } catch (error) {
    await removeFolders(folder, first);
    throw error;
  }
}

/** Removes `folder` and those above it up to `made`, the first one that was made, as far as they are empty. */
export async function removeFolders(folder: string, made: string | undefined): Promise<void> {
  if (made === undefined) return;
  for (let path = folder; path === made || path.startsWith(made + sep); path = dirname(path)) {
    try {
      await rmdir(path);
    } catch (error) {
      const code = errorCode(error);
      if (code === undefined) throw error;
      // Of those that were to be made, the last ones may be missing.
      if (code !== 'ENOENT' && code !== 'ENAMETOOLONG') return;
    }
  }
}

async function firstMissing(folder: string): Promise<string | undefined> {
  let missing: string | undefined;
  for (let path = folder; !(await isThere(path)); path = dirname(path)) missing = path;
  return missing;
}

/** What cannot be looked at counts as there: it is not ours to remove. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code !== 'ENOENT' && code !== 'ENAMETOOLONG';
  }
}
