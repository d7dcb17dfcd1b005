/** Reads and writes the small files that a command names: inputs, outputs, devices, manifests. */

import { readFile, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { makeFolders, removeFolders } from '../host/node-folders.ts';
import { writeTogether } from '../host/node-together.ts';
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

export async function writeNamedFile(
  context: CommandContext,
  file: string,
  bytes: Uint8Array | string,
): Promise<void> {
  await writeNamedFiles(context, [[file, bytes]]);
}

type NamedFile = readonly [file: string, bytes: Uint8Array | string];

/** All of them or none, and none after an interrupt. */
async function writeNamedFiles(
  context: CommandContext,
  files: readonly NamedFile[],
): Promise<void> {
  const { signal } = context;
  let named = '';
  const onFile = (index: number): void => void (named = files[index]?.[0] ?? '');
  try {
    const all = files.map(([file, bytes]) => ({ path: pathOf(context, file), bytes }));
    await writeTogether(all, { signal, onFile });
  } catch (error) {
    signal.throwIfAborted();
    refuse(cannotWrite(named, reasonOf(error)));
  }
}

/** Into folders that are made where there are none; they go again where nothing could be written. */
export async function writeIntoFolders(
  context: CommandContext,
  files: readonly NamedFile[],
): Promise<void> {
  const made: (readonly [folder: string, first: string | undefined])[] = [];
  let named = '';
  try {
    for (const [file] of files) {
      named = dirname(file);
      const folder = pathOf(context, named);
      made.push([folder, await makeFolders(folder)]);
    }
  } catch (error) {
    await removeAll(made);
    refuse(cannotWrite(named, reasonOf(error)));
  }
  try {
    await writeNamedFiles(context, files);
  } catch (error) {
    await removeAll(made);
    throw error;
  }
}

export async function writeIntoFolder(
  context: CommandContext,
  folder: string,
  files: readonly NamedFile[],
): Promise<void> {
  await writeIntoFolders(
    context,
    files.map(([name, bytes]) => [join(folder, name), bytes] as const),
  );
}

async function removeAll(
  made: readonly (readonly [folder: string, first: string | undefined])[],
): Promise<void> {
  for (const [folder, first] of made) await removeFolders(folder, first);
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
  ['ENOTFILE', 'it is not a regular file'],
  ['EEXIST', 'it is there and no folder'],
  ['ENOSPC', 'the disk is full'],
  ['ENAMETOOLONG', 'the name is too long'],
]);
