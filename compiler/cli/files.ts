/** Reads and writes the small files that a command names: inputs, outputs, devices, manifests. */

import { randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { removeParents } from '../host/node-output.ts';
import { readNpz } from '../npz.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CommandContext } from './command.ts';
import { refuse, take } from './command.ts';
import { cannotWrite, noSuchInput } from './diagnostics.ts';

/** Sample tensors, not weights: no reader needs more at once. */
const LARGEST_FILE = 2 ** 31 - 1;

export function pathOf({ io }: CommandContext, file: string): string {
  return resolve(io.folder, file);
}

/** The bytes of a file that the command line names; `hint` says what should be there. */
export async function readNamedFile(
  context: CommandContext,
  file: string,
  hint: string,
  largest = LARGEST_FILE,
): Promise<Result<Uint8Array>> {
  const path = pathOf(context, file);
  try {
    const found = await stat(path);
    // Reading a pipe or a device could wait for ever.
    if (!found.isFile()) return failure([noSuchInput(file, 'it is not a regular file', hint)]);
    if (found.size > largest) return failure([noSuchInput(file, 'it is too large', hint)]);
    return success(new Uint8Array(await readFile(path)));
  } catch (error) {
    return failure([noSuchInput(file, reasonOf(error), hint)]);
  }
}

export async function readTensors(
  context: CommandContext,
  file: string,
): Promise<ReadonlyMap<string, Tensor>> {
  const hint = 'name an .npz archive whose arrays have the names of the ONNX inputs';
  const bytes = take(context, await readNamedFile(context, file, hint), 'usage');
  return take(context, readNpz(bytes, file), 'usage');
}

/** Written beside its place and renamed, so that a reader never sees half of it. */
export async function writeNamedFile(
  context: CommandContext,
  file: string,
  bytes: Uint8Array | string,
): Promise<void> {
  await writeNamedFiles(context, [[file, bytes]]);
}

type NamedFile = readonly [file: string, bytes: Uint8Array | string];

/** All of them or none, and none after an interrupt. */
export async function writeNamedFiles(
  context: CommandContext,
  files: readonly NamedFile[],
): Promise<void> {
  const staged: (readonly [file: string, from: string, to: string])[] = [];
  let named = '';
  try {
    for (const [file, bytes] of files) {
      context.signal.throwIfAborted();
      named = file;
      const to = pathOf(context, file);
      const from = join(dirname(to), `.${basename(to)}.${randomBytes(6).toString('hex')}.part`);
      staged.push([file, from, to]);
      const handle = await open(from, 'wx');
      try {
        await handle.writeFile(bytes);
      } finally {
        await handle.close();
      }
    }
    context.signal.throwIfAborted();
    for (const [file, from, to] of staged) {
      named = file;
      await rename(from, to);
    }
  } catch (error) {
    for (const [, from] of staged) await rm(from, { force: true }).catch(() => undefined);
    context.signal.throwIfAborted();
    refuse(cannotWrite(named, reasonOf(error)));
  }
}

/** Into a folder that is made where there is none; it goes again where nothing could be written. */
export async function writeIntoFolder(
  context: CommandContext,
  folder: string,
  files: readonly NamedFile[],
): Promise<void> {
  const path = pathOf(context, folder);
  let made: string | undefined;
  try {
    made = await mkdir(path, { recursive: true });
  } catch (error) {
    refuse(cannotWrite(folder, reasonOf(error)));
  }
  try {
    await writeNamedFiles(
      context,
      files.map(([name, bytes]) => [join(folder, name), bytes] as const),
    );
  } catch (error) {
    await removeParents(path, made);
    throw error;
  }
}

export async function isFolder(context: CommandContext, file: string): Promise<boolean> {
  try {
    return (await stat(pathOf(context, file))).isDirectory();
  } catch {
    return false;
  }
}

/** The operating system's words without the path, which the message names already. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error)) throw error;
  return REASONS.get(String(error.code)) ?? String(error.code);
}

const REASONS: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'it does not exist'],
  ['ENOTDIR', 'a part of its path is not a folder'],
  ['EACCES', 'no permission'],
  ['EPERM', 'no permission'],
  ['EROFS', 'the disk is read-only'],
  ['EISDIR', 'it is a folder'],
  ['EEXIST', 'it is there and no folder'],
  ['ENOSPC', 'the disk is full'],
  ['ENAMETOOLONG', 'the name is too long'],
]);
