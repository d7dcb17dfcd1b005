/** Reads and writes the small files that a command names: inputs, outputs, devices, manifests. */

import { randomBytes } from 'node:crypto';
import { open, readFile, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
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
): Promise<Result<Uint8Array>> {
  const path = pathOf(context, file);
  try {
    const found = await stat(path);
    // Reading a pipe or a device could wait for ever.
    if (!found.isFile()) return failure([noSuchInput(file, 'it is not a regular file', hint)]);
    if (found.size > LARGEST_FILE) return failure([noSuchInput(file, 'it is too large', hint)]);
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
  const path = pathOf(context, file);
  const staged = join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.part`);
  try {
    const handle = await open(staged, 'wx');
    try {
      await handle.writeFile(bytes);
    } finally {
      await handle.close();
    }
    await rename(staged, path);
  } catch (error) {
    await rm(staged, { force: true });
    refuse(cannotWrite(file, reasonOf(error)));
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
  ['ENOSPC', 'the disk is full'],
  ['ENAMETOOLONG', 'the name is too long'],
]);
