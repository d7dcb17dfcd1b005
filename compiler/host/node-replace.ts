/** Replaces an output folder as a whole by two renames, and mends what a kill between the two left behind. */

import { createHash, randomBytes } from 'node:crypto';
import { lstatSync, renameSync, rmdirSync } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import {
  leftover,
  outputFailed,
  outputIsForeign,
  outputIsLink,
  outputIsNoFolder,
  outputTaken,
  restored,
} from './diagnostics.ts';
import { errorCode } from './node-file.ts';
import { GENERATOR, MANIFEST } from './output.ts';

/** What is at the output path; `identity` tells a folder from another one of the same name. */
export interface FolderState {
  readonly kind: 'absent' | 'empty' | 'written';
  readonly identity: string;
}

const LARGEST_MANIFEST = 64 << 20;

/** The state of an output folder, or why it must not be replaced. */
export async function outputFolderState(folder: string): Promise<Result<FolderState>> {
  try {
    const stat = await lstat(folder, { bigint: true });
    if (stat.isSymbolicLink()) return failure([outputIsLink(folder)]);
    if (!stat.isDirectory()) return failure([outputIsNoFolder(folder)]);
    const identity = identityOf(stat);
    if ((await readdir(folder)).length === 0) return success({ kind: 'empty', identity });
    if (await isWritten(folder)) return success({ kind: 'written', identity });
    return failure([outputIsForeign(folder)]);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return success({ kind: 'absent', identity: '' });
    return failure([writeFault(folder, error)]);
  }
}

/** Inode numbers are used again, so the time of birth belongs to the identity. */
function identityOf(stat: BigIntStats): string {
  return `${stat.dev}:${stat.ino}:${stat.birthtimeNs}`;
}

/** Whether the folder's manifest says that snapc wrote it. */
async function isWritten(folder: string): Promise<boolean> {
  const path = join(folder, MANIFEST);
  try {
    const stat = await lstat(path);
    if (!stat.isFile() || stat.size > LARGEST_MANIFEST) return false;
    const handle = await open(path);
    try {
      const manifest: unknown = JSON.parse(await handle.readFile('utf8'));
      return (
        typeof manifest === 'object' &&
        manifest !== null &&
        'generator' in manifest &&
        manifest.generator === GENERATOR
      );
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (error instanceof SyntaxError || errorCode(error) !== undefined) return false;
    throw error;
  }
}

/**
 * Moves `staged` to `folder`, which must still be what it was when the compile began. The renames are
 * synchronous, so no signal handler of this process can come between them.
 */
export async function replaceFolder(
  folder: string,
  staged: string,
  before: FolderState,
): Promise<Result<undefined>> {
  const now = await outputFolderState(folder);
  if (!now.ok) return now;
  if (now.value.kind !== before.kind || now.value.identity !== before.identity) {
    return failure([outputTaken(folder)]);
  }
  const old = siblingPath(folder, 'old');
  try {
    if (before.kind === 'empty') rmdirSync(folder);
    if (before.kind === 'written') {
      renameSync(folder, old);
      if (identityOf(lstatSync(old, { bigint: true })) !== before.identity) {
        return putBack(old, folder);
      }
    }
  } catch (error) {
    return failure([isTaken(error) ? outputTaken(folder) : writeFault(folder, error)]);
  }
  try {
    renameSync(staged, folder);
  } catch (error) {
    if (before.kind === 'written') putBack(old, folder);
    return failure([isTaken(error) ? outputTaken(folder) : writeFault(folder, error)]);
  }
  await syncFolder(dirname(folder));
  return success(undefined, before.kind === 'written' ? await remove(old, folder) : []);
}

/** Where somebody else's folder has taken the place, the moved one stays aside for `recoverOutput`. */
function putBack(old: string, folder: string): Result<never> {
  try {
    renameSync(old, folder);
  } catch (error) {
    if (!isTaken(error)) return failure([writeFault(folder, error)]);
  }
  return failure([outputTaken(folder)]);
}

/** What a rename says when its source went away or its target came into being. */
function isTaken(error: unknown): boolean {
  return ['ENOENT', 'ENOTEMPTY', 'EEXIST', 'ENOTDIR'].includes(errorCode(error) ?? '');
}

/** Renamed first, so that an output that is half removed is never taken for one to put back. */
async function remove(path: string, folder: string): Promise<readonly Diagnostic[]> {
  const doomed = siblingPath(folder, 'new');
  try {
    await rename(path, doomed);
    await rm(doomed, { recursive: true, force: true });
    return [];
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? [] : [leftover(doomed, code)];
  }
}

/**
 * Mends what killed compiles left beside `folder`: an output that was moved aside and has no successor is
 * put back, stages and replaced outputs are removed. What belongs to a running process is left alone.
 */
export async function recoverOutput(folder: string): Promise<readonly Diagnostic[]> {
  const parent = dirname(folder);
  const names = await readdir(parent).catch(() => []);
  const mine = siblingPattern(folder);
  const done: Diagnostic[] = [];
  for (const name of names) {
    const match = mine.exec(name);
    if (match === null || isRunning(Number(match[2]))) continue;
    const path = join(parent, name);
    const state = await outputFolderState(folder);
    if (match[1] === 'new' || (state.ok && state.value.kind === 'written')) {
      done.push(...(await remove(path, folder)));
    } else if (state.ok && (await isWritten(path))) {
      const put = await replaceFolder(folder, path, state.value);
      if (put.ok) done.push(restored(folder));
    }
  }
  return done;
}

/** Names say which output they belong to, and which process of which machine made them. */
export function siblingPath(folder: string, kind: 'new' | 'old'): string {
  const random = randomBytes(6).toString('hex');
  return join(dirname(folder), `.snapc-${kind}-${labelOf(folder)}-${process.pid}-${random}`);
}

function siblingPattern(folder: string): RegExp {
  return new RegExp(`^\\.snapc-(old|new)-${labelOf(folder)}-(\\d+)-[0-9a-f]{12}$`);
}

function labelOf(folder: string): string {
  return `${digest(basename(folder))}-${digest(hostname())}`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 10);
}

function isRunning(id: number): boolean {
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return errorCode(error) !== 'ESRCH';
  }
}

/** Makes renames durable; where folders cannot be synced (Windows) there is nothing to do. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder);
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
}

/** Errors that are not the operating system's are bugs and go on as they are. */
export function writeFault(path: string, error: unknown): Diagnostic {
  const code = errorCode(error);
  if (code === undefined) throw error;
  return outputFailed(path, code);
}
