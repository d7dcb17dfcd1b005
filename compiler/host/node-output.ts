/** Stages an output folder beside its final place on the same volume, then swaps it in. */

import { createHash } from 'node:crypto';
import { mkdir, open, realpath, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { DiagnosticError, failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { FileDigests } from '../file-digests.ts';
import type { OutputDigest, RunningHash } from '../file-digests.ts';
import { outputHoldsInput, outputPathRefused } from './diagnostics.ts';
import { checkRelativePath } from './location.ts';
import { makeFolders, removeFolders } from './node-folders.ts';
import { outputFolderState, replaceFolder, siblingPath, syncFolder } from './node-replace.ts';
import { recoverOutput, writeFault } from './node-replace.ts';
import { MANIFEST } from './output.ts';
import type { OutputFile, OutputStage } from './output.ts';

export { outputFolderState, recoverOutput } from './node-replace.ts';

export interface StageOptions {
  /** Files that the compile reads; a folder that holds one of them is refused. */
  readonly inputs?: readonly string[];
}

/** Checks that `folder` may be replaced, mends what earlier compiles left, and opens an empty stage. */
export async function stageOutput(
  folder: string,
  options: StageOptions = {},
): Promise<Result<OutputStage>> {
  const named = resolve(folder);
  let made: string | undefined;
  try {
    made = await makeFolders(dirname(named));
    // The real parent, so that a link on the way is followed once and the renames stay on one volume.
    const target = join(await realpath(dirname(named)), named.slice(dirname(named).length));
    const mended = await recoverOutput(target);
    const state = await outputFolderState(target);
    const held = await heldInput(target, options.inputs ?? []);
    if (state.ok && held === undefined) {
      const staged = siblingPath(target, 'new');
      await mkdir(staged);
      const first = made && (await realpath(made));
      return success(new Stage(target, staged, state.value, first), mended);
    }
    await removeFolders(dirname(named), made);
    return state.ok ? failure([outputHoldsInput(folder, held ?? '')]) : state;
  } catch (error) {
    await removeFolders(dirname(named), made);
    return failure([writeFault(named, error)]);
  }
}

async function heldInput(folder: string, inputs: readonly string[]): Promise<string | undefined> {
  for (const input of inputs) {
    const path = await realpath(input).catch(() => resolve(input));
    if (path === folder || path.startsWith(folder + sep)) return input;
  }
  return undefined;
}

class Stage implements OutputStage {
  readonly #target: string;
  readonly #staged: string;
  readonly #before: Parameters<typeof replaceFolder>[2];
  readonly #made: string | undefined;
  readonly #open = new Set<StagedFile>();
  readonly #closed: StagedFile[] = [];
  /** Paths in a form under which they would collide on a file system that folds case. */
  readonly #taken = new Set<string>();
  readonly #folders = new Set<string>();
  #last = '';
  #finished = false;

  constructor(
    target: string,
    staged: string,
    before: Parameters<typeof replaceFolder>[2],
    made: string | undefined,
  ) {
    this.#target = target;
    this.#staged = staged;
    this.#before = before;
    this.#made = made;
    this.#folders.add(staged);
  }

  file(relativePath: string, sliceBytes?: number): OutputFile {
    if (this.#finished) throw new Error(`output file ${relativePath} after the end of the stage`);
    const { segments, fault } = checkRelativePath(relativePath);
    if (segments === undefined) throw refused(relativePath, fault);
    const key = segments.join('/').normalize('NFC').toLowerCase();
    if (this.#taken.has(key)) throw refused(relativePath, 'it is written twice');
    this.#taken.add(key);
    for (let count = 1; count < segments.length; count++) {
      this.#folders.add(join(this.#staged, ...segments.slice(0, count)));
    }
    const path = join(this.#staged, ...segments);
    const file = new StagedFile(path, relativePath, sliceBytes, () => {
      this.#open.delete(file);
      this.#closed.push(file);
      this.#last = segments.join('/');
    });
    this.#open.add(file);
    return file;
  }

  async commit(): Promise<Result<undefined>> {
    if (this.#finished) throw new Error('commit of a finished stage');
    if (this.#open.size > 0) throw new Error('commit with open output files');
    if (this.#last !== MANIFEST) throw new Error(`commit without ${MANIFEST} as the last file`);
    const written = await outputFolderState(this.#staged);
    if (!written.ok || written.value.kind !== 'written') {
      throw new Error(`commit with a ${MANIFEST} that does not name its generator`);
    }
    const result = await this.#place();
    if (result.ok) this.#finished = true;
    else await this.abort();
    return result;
  }

  async #place(): Promise<Result<undefined>> {
    try {
      for (const file of this.#closed) await file.synced();
    } catch (error) {
      if (error instanceof DiagnosticError) return failure(error.diagnostics);
      throw error;
    }
    for (const folder of this.#folders) await syncFolder(folder);
    return replaceFolder(this.#target, this.#staged, this.#before);
  }

  async abort(): Promise<void> {
    if (this.#finished) return;
    this.#finished = true;
    for (const file of [...this.#open, ...this.#closed]) await file.discard();
    await rm(this.#staged, { recursive: true, force: true });
    await removeFolders(dirname(this.#target), this.#made);
  }
}

function refused(path: string, reason: string): DiagnosticError {
  return new DiagnosticError(outputPathRefused(path, reason));
}

function startSha256(): RunningHash {
  const hash = createHash('sha256');
  return { update: (chunk) => hash.update(chunk), hex: () => hash.digest('hex') };
}

async function writeAt(handle: FileHandle, chunk: Uint8Array, start: number): Promise<void> {
  for (let done = 0; done < chunk.length;) {
    done += (await handle.write(chunk, done, chunk.length - done, start + done)).bytesWritten;
  }
}

/** Opened at the first write, so that naming a file costs nothing. */
class StagedFile implements OutputFile {
  readonly #path: string;
  readonly #name: string;
  readonly #closed: () => void;
  readonly #digests: FileDigests;
  #handle: Promise<FileHandle> | undefined;
  #synced: Promise<void> | undefined;

  constructor(path: string, name: string, sliceBytes: number | undefined, closed: () => void) {
    this.#path = path;
    this.#name = name;
    this.#closed = closed;
    this.#digests = new FileDigests(startSha256, sliceBytes);
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#guard(async () => {
      const handle = await this.#opened();
      const written = writeAt(handle, chunk, this.#digests.bytes);
      // On this thread, while another one writes.
      this.#digests.update(chunk);
      await written;
    });
  }

  async close(): Promise<OutputDigest> {
    const handle = await this.#guard(() => this.#opened());
    this.#synced = this.#guard(async () => {
      await handle.sync();
      await handle.close();
    });
    // Heard by the commit.
    this.#synced.catch(() => undefined);
    this.#closed();
    return this.#digests.end();
  }

  /** Resolves when a file that was closed is on the disk. */
  async synced(): Promise<void> {
    await this.#synced;
  }

  async discard(): Promise<void> {
    await this.#synced?.catch(() => undefined);
    const handle = await this.#handle?.catch(() => undefined);
    await handle?.close().catch(() => undefined);
  }

  #opened(): Promise<FileHandle> {
    this.#handle ??= mkdir(dirname(this.#path), { recursive: true }).then(() =>
      open(this.#path, 'wx'),
    );
    return this.#handle;
  }

  async #guard<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const fault: Diagnostic = writeFault(this.#name, error);
      throw new DiagnosticError(fault);
    }
  }
}
