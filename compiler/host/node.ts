/** Node's side of reading: the files of a model's folder, opened so that no model can reach another folder. */

import { createHash } from 'node:crypto';
import { lstat, readlink, realpath } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ByteStore } from '../../ir/constant.ts';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import {
  fileNotFound,
  hardLinkRefused,
  linkRefused,
  locationIsModel,
  locationRefused,
  notARegularFile,
  outsideFolder,
} from './diagnostics.ts';
import type { ModelSource } from './host.ts';
import { checkRelativePath } from './location.ts';
import { blobsOf, linkedBlob } from './node-hub.ts';
import { errorCode, kindOf, openFile, readFault } from './node-file.ts';
import type { OpenFile } from './node-file.ts';

export { openEncoders } from './node-encoders.ts';
export type { EncoderOptions, Encoders } from './node-encoders.ts';
export { outputFolderState, recoverOutput, stageOutput } from './node-output.ts';
export { openScratch } from './node-scratch.ts';
export type { NodeScratch } from './node-scratch.ts';

export interface NodeModelSource extends ModelSource {
  /** The files opened so far, as absolute paths; an output folder must hold none of them. */
  readonly paths: () => readonly string[];
}

/** Links in `path` are followed, since the user named it; what the model itself names is held to its folder. */
export async function openModelFile(path: string): Promise<Result<NodeModelSource>> {
  if (path === '' || path.includes('\0')) return failure([fileNotFound(path)]);
  const absolute = resolve(path);
  const opened = await openFile(absolute, basename(absolute), { follow: true });
  if (!opened.ok) return opened;
  const model = opened.value;
  const root = await rootOf(await realpath(dirname(absolute)));
  const files = new Map<string, Promise<Result<OpenFile>>>();
  const paths = [absolute];
  const openExternal = async (location: string): Promise<Result<ByteStore>> => {
    const { segments, fault } = checkRelativePath(location);
    if (segments === undefined) return failure([locationRefused(location, fault)]);
    const name = segments.join('/');
    const file = files.get(name) ?? openBeside(root, segments, model);
    files.set(name, file);
    const result = await file;
    if (!result.ok) return result;
    paths.push(join(dirname(absolute), ...segments));
    return success(result.value.store);
  };
  const close = async (): Promise<void> => {
    const others = await Promise.all(files.values());
    await Promise.all(
      [model, ...others.flatMap((r) => (r.ok ? [r.value] : []))].map((f) => f.close()),
    );
  };
  return success({ model: model.store, openExternal, close, paths: () => [...new Set(paths)] });
}

/** A model's own folder. */
interface Root {
  readonly folder: string;
  /** Where links in it may lead; undefined where none are followed. */
  readonly blobs: string | undefined;
}

async function rootOf(folder: string): Promise<Root> {
  return { folder, blobs: await blobsOf(folder) };
}

/** The checks come after the opening, on what is open, so that no swap in between can pass them. */
async function openBeside(
  root: Root,
  segments: readonly string[],
  model: OpenFile,
): Promise<Result<OpenFile>> {
  const name = segments.join('/');
  try {
    const early = await walk(root, segments);
    if (!early.ok) return early;
    const opened = await openFile(early.value.path, name, { follow: false });
    if (!opened.ok) return opened;
    const checked = await checkOpened(root, segments, opened.value, model);
    if (checked.ok) return opened;
    await opened.value.close();
    return checked;
  } catch (error) {
    return failure([readFault(name, error)]);
  }
}

async function checkOpened(
  root: Root,
  segments: readonly string[],
  file: OpenFile,
  model: OpenFile,
): Promise<Result<unknown>> {
  const name = segments.join('/');
  if (file.device === model.device && file.inode === model.inode) {
    return failure([locationIsModel(name)]);
  }
  // A second name may be that of a file elsewhere, which the model's author could not read but its user can.
  if (file.links !== 1n) return failure([hardLinkRefused(name, Number(file.links))]);
  const again = await walk(root, segments);
  if (!again.ok) return again;
  const { device, inode, path } = again.value;
  if (device !== file.device || inode !== file.inode) return failure([outsideFolder(name)]);
  // Linux alone tells where an open file lies; elsewhere the walk after the opening has to do.
  const actual = await readlink(`/proc/self/fd/${file.descriptor}`).catch(() => undefined);
  if (actual !== undefined && actual !== path) {
    return failure([outsideFolder(name)]);
  }
  return success(undefined);
}

interface Walked {
  readonly device: bigint;
  readonly inode: bigint;
  readonly path: string;
}

/** Every part must be a folder and the last one a regular file, or a link to a blob; other links are refused. */
async function walk({ folder, blobs }: Root, segments: readonly string[]): Promise<Result<Walked>> {
  let path = folder;
  let found: Walked = { device: -1n, inode: -1n, path };
  for (const [index, segment] of segments.entries()) {
    path = join(path, segment);
    const shown = segments.slice(0, index + 1).join('/');
    try {
      const last = index === segments.length - 1;
      let stat = await lstat(path, { bigint: true });
      if (stat.isSymbolicLink()) {
        const blob = last && blobs !== undefined ? await linkedBlob(path, blobs) : undefined;
        if (blob === undefined) return failure([linkRefused(shown)]);
        path = blob;
        stat = await lstat(path, { bigint: true });
      }
      if (last && !stat.isFile()) return failure([notARegularFile(shown, kindOf(stat))]);
      if (!last && !stat.isDirectory()) return failure([fileNotFound(segments.join('/'))]);
      found = { device: stat.dev, inode: stat.ino, path };
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return failure([fileNotFound(segments.join('/'))]);
      throw error;
    }
  }
  return success(found);
}

/** The SHA-256 of a store as hexadecimal digits, read in pieces. */
export async function sha256(
  store: ByteStore,
  options: { readonly signal?: AbortSignal } = {},
): Promise<string> {
  const piece = 4 << 20;
  const hash = createHash('sha256');
  for (let offset = 0; offset < store.size; offset += piece) {
    options.signal?.throwIfAborted();
    hash.update(await store.read(offset, Math.min(piece, store.size - offset)));
  }
  return hash.digest('hex');
}
