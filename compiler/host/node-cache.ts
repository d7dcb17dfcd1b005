/** Where what was unpacked or built is kept between runs, and how a folder there comes into being in one step. */

import type { Stats } from 'node:fs';
import {
  access,
  chmod,
  constants,
  lstat,
  mkdir,
  mkdtemp,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';

const PACKAGES = `${sep}node_modules${sep}`;

/**
 * `node_modules/.cache/snapc` of the node_modules that hold a package's file, or a private folder of this user where
 * that cannot be written or there is no such file.
 */
export async function cacheBeside(packageFile: string | undefined): Promise<string> {
  const at = packageFile?.lastIndexOf(PACKAGES) ?? -1;
  if (packageFile !== undefined && at >= 0) {
    const folder = join(packageFile.slice(0, at), PACKAGES, '.cache', 'snapc');
    if (await isWritable(folder)) return folder;
  }
  return privateFolder(join(tmpdir(), `snapc-${process.getuid?.() ?? 'cache'}`));
}

async function isWritable(folder: string): Promise<boolean> {
  try {
    await mkdir(folder, { recursive: true });
    await access(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Libraries are loaded from here, so a folder that another user could have filled is not taken. */
async function privateFolder(folder: string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (isPrivate(await lstat(folder))) return folder;
  return mkdtemp(`${folder}-`);
}

function isPrivate(found: Stats): boolean {
  const mine = process.getuid === undefined || found.uid === process.getuid();
  const closed = process.platform === 'win32' || (found.mode & 0o022) === 0;
  return found.isDirectory() && mine && closed;
}

/**
 * Makes `folder` by filling a neighbour of it and renaming that, so that no process ever sees half of
 * it; of two processes that try at once, one wins and the other uses what the winner made.
 */
export async function makeFolderOnce(
  folder: string,
  fill: (staging: string) => Promise<void>,
): Promise<void> {
  if (await isFolder(folder)) return;
  await mkdir(dirname(folder), { recursive: true });
  const staging = await mkdtemp(`${folder}.part-`);
  try {
    await fill(staging);
    // mkdtemp closes the folder to other users, who may share this node_modules.
    await chmod(staging, 0o755);
    await rename(staging, folder);
  } catch (error) {
    await rm(staging, { recursive: true, force: true });
    if (!(await isFolder(folder))) throw error;
  }
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch {
    return false;
  }
}
