/** Folders of one process in the system's temporary one, named so that another process can remove what is left. */

import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const PREFIX = 'snapc-';

/** Whoever asks for it removes it; `purpose` is a word in its name. */
export async function temporaryFolder(purpose: string): Promise<string> {
  return mkdtemp(join(tmpdir(), `${PREFIX}${purpose}-${process.pid}-`));
}

/** Removes what a process that was ended had no time to remove. */
export async function removeTemporaryFolders(pid: number): Promise<void> {
  const folder = tmpdir();
  const names = await readdir(folder).catch(() => []);
  const own = names.filter((name) => name.startsWith(PREFIX) && name.split('-')[2] === String(pid));
  await Promise.all(
    own.map((name) =>
      rm(join(folder, name), { recursive: true, force: true }).catch(() => undefined),
    ),
  );
}
