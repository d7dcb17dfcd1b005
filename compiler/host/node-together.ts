/** Files that are written together: beside their places and renamed, all of them or none. */

import { randomBytes } from 'node:crypto';
import { constants, copyFile, open, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { errorCode } from './node-file.ts';

export interface FileToWrite {
  readonly path: string;
  readonly bytes: Uint8Array | string;
}

export interface TogetherOptions {
  /** Nothing is written once it is aborted. */
  readonly signal: AbortSignal;
  /** Told the place of the file in the list that is looked at from now on, which a fault is about. */
  readonly onFile: (index: number) => void;
}

/** What is at a place and is no regular file: a folder, a device, a pipe. Its code is as the system's. */
class NotAFile extends Error {
  readonly code: string;
  constructor(code: 'EISDIR' | 'ENOTFILE') {
    super(code);
    this.code = code;
  }
}

interface Staged {
  readonly to: string;
  /** Its new bytes. */
  readonly from: string;
  /** What was there, until all are in their places. */
  readonly aside: string;
}

/** A reader sees a file as it was or as it is, never half of it. Throws what the file system does. */
export async function writeTogether(
  files: readonly FileToWrite[],
  { signal, onFile }: TogetherOptions,
): Promise<void> {
  for (const [index, { path }] of files.entries()) {
    onFile(index);
    await checkPlace(path);
  }
  const staged: Staged[] = [];
  try {
    for (const [index, { path, bytes }] of files.entries()) {
      signal.throwIfAborted();
      onFile(index);
      const beside = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}`);
      const one = { to: path, from: `${beside}.part`, aside: `${beside}.old` };
      staged.push(one);
      await writeNew(one.from, bytes);
    }
    signal.throwIfAborted();
    await place(staged, onFile);
  } finally {
    for (const { from, aside } of staged) await Promise.all([remove(from), remove(aside)]);
  }
}

/** A rename would put a regular file in the place of a device, such as /dev/null. */
async function checkPlace(path: string): Promise<void> {
  try {
    const found = await stat(path);
    if (found.isDirectory()) throw new NotAFile('EISDIR');
    if (!found.isFile()) throw new NotAFile('ENOTFILE');
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function writeNew(path: string, bytes: Uint8Array | string): Promise<void> {
  const handle = await open(path, 'wx');
  try {
    await handle.writeFile(bytes);
  } finally {
    await handle.close();
  }
}

async function place(staged: readonly Staged[], onFile: (index: number) => void): Promise<void> {
  const placed: Staged[] = [];
  try {
    for (const [index, one] of staged.entries()) {
      onFile(index);
      // One file alone is there or not; of several, those before a fault must come back.
      if (staged.length > 1) await keepAside(one);
      await rename(one.from, one.to);
      placed.push(one);
    }
  } catch (error) {
    for (const { to, aside } of placed.reverse()) {
      // What was not there has nothing aside.
      await rename(aside, to).catch(() => remove(to));
    }
    throw error;
  }
}

/** A copy, so that the file is in its place all the time; few file systems have to move its bytes. */
async function keepAside({ to, aside }: Staged): Promise<void> {
  try {
    await copyFile(to, aside, constants.COPYFILE_FICLONE);
  } catch (error) {
    if (errorCode(error) !== 'ENOENT') throw error;
  }
}

async function remove(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => undefined);
}
