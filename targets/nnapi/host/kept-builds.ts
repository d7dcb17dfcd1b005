/** Keeps the folder of builds from growing: what has not been used for longest goes first. */

import { mkdtemp, readdir, rename, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { errorCode } from '../../../compiler/host/node-file.ts';

export interface KeptBuilds {
  readonly mostBytes: number;
  /** In milliseconds: what was used since may be about to run in another process. */
  readonly leastAge: number;
}

const HOUR = 3_600_000;
export const KEPT_BUILDS: KeptBuilds = { mostBytes: 512 * 2 ** 20, leastAge: HOUR };

/** How processes that were killed leave what they were making. */
const UNFINISHED = /\.part-/;
/** No build takes as long. */
const UNFINISHED_AGE = 24 * HOUR;

/** A folder's time is that of its last use. */
export async function markUsed(build: string): Promise<void> {
  const now = new Date();
  await harmless(utimes(build, now, now));
}

interface Build {
  readonly path: string;
  readonly used: number;
  readonly bytes: number;
}

/** Several processes may do this, and use builds, at the same time. */
export async function removeOldBuilds(folder: string, kept = KEPT_BUILDS): Promise<void> {
  const names = (await harmless(readdir(folder))) ?? [];
  const found = await Promise.all(names.map((name) => buildAt(join(folder, name))));
  const builds = found.filter((build) => build !== undefined);
  const now = Date.now();
  let bytes = 0;
  for (const build of builds.toSorted((a, b) => b.used - a.used)) {
    const isUnfinished = UNFINISHED.test(build.path.slice(folder.length));
    if (!isUnfinished) bytes += build.bytes;
    const isTooMuch = isUnfinished || bytes > kept.mostBytes;
    const age = isUnfinished ? UNFINISHED_AGE : kept.leastAge;
    if (isTooMuch && now - build.used >= age) await remove(folder, build);
  }
}

async function buildAt(path: string): Promise<Build | undefined> {
  const status = await harmless(stat(path));
  if (status?.isDirectory() !== true) return undefined;
  const files = (await harmless(readdir(path))) ?? [];
  const sizes = await Promise.all(files.map((file) => harmless(stat(join(path, file)))));
  const bytes = sizes.reduce((sum, size) => sum + (size?.size ?? 0), 0);
  return { path, used: status.mtimeMs, bytes };
}

/** Another process sees the whole build or none, and none that was used in the meantime is removed. */
async function remove(folder: string, { path, used }: Build): Promise<void> {
  if ((await harmless(stat(path)))?.mtimeMs !== used) return;
  const away = await harmless(mkdtemp(join(folder, 'old.part-')));
  if (away === undefined) return;
  await harmless(rename(path, join(away, 'build')));
  await harmless(rm(away, { recursive: true, force: true }));
}

/** Undefined where the file system refuses: another process was first, or the folder belongs to somebody else. */
async function harmless<T>(done: Promise<T>): Promise<T | undefined> {
  try {
    return await done;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
