/** The texts that a build depends on. */

import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** Of all files in the folders, in order of their paths; weights are none. */
export async function textsBelow(
  folders: readonly string[],
  isText = (name: string): boolean => !name.endsWith('.bin'),
): Promise<string[]> {
  const found = await Promise.all(
    folders.map(async (folder) => {
      const entries = await readdir(folder, { recursive: true, withFileTypes: true });
      const files = entries.filter((entry) => entry.isFile() && isText(entry.name));
      return files.map((entry) => join(entry.parentPath, entry.name)).toSorted();
    }),
  );
  return Promise.all(found.flat().map((path) => readFile(path, 'utf8')));
}
