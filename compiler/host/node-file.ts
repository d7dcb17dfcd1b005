/** One open regular file as a ByteStore, with the identity that the operating system gives it. */

import { constants } from 'node:fs';
import type { BigIntStats } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { shortRead } from '../../ir/constant.ts';
import type { ByteStore } from '../../ir/constant.ts';
import { DiagnosticError, failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import {
  fileChanged,
  fileFailed,
  fileNotFound,
  linkRefused,
  notARegularFile,
} from './diagnostics.ts';

export interface OpenFile {
  readonly store: ByteStore;
  readonly device: bigint;
  readonly inode: bigint;
  readonly links: bigint;
  readonly descriptor: number;
  readonly close: () => Promise<void>;
}

/** An open file as another thread of the process can read it. */
export interface SharedFile {
  readonly descriptor: number;
  readonly name: string;
  readonly size: number;
  /** When it was last changed, in nanoseconds. */
  readonly modified: bigint;
}

const shared = new WeakMap<ByteStore, SharedFile>();

/** Undefined for stores that are no open files of this process. */
export function sharedFile(store: ByteStore): SharedFile | undefined {
  return shared.get(store);
}

/** Lets other threads read a store that is an open file. */
export function shareFile(store: ByteStore, file: SharedFile): void {
  shared.set(store, file);
}

/** Larger reads are split: one call of the system reads less than 2 GiB. */
const LARGEST_READ = 1 << 30;

/** Opens a regular file and nothing else; a pipe or a device is refused before it is opened. */
export async function openFile(
  path: string,
  name: string,
  options: { readonly follow: boolean },
): Promise<Result<OpenFile>> {
  try {
    if (options.follow) {
      const early = await stat(path);
      if (!early.isFile()) return failure([notARegularFile(name, kindOf(early))]);
    }
    // Windows has neither flag; there the caller's walk refuses links.
    const noFollow = options.follow ? 0 : (constants.O_NOFOLLOW ?? 0);
    const flags = constants.O_RDONLY | noFollow | (constants.O_NONBLOCK ?? 0);
    const handle = await open(path, flags);
    const opened = await handle.stat({ bigint: true });
    if (!opened.isFile()) {
      await handle.close();
      return failure([notARegularFile(name, kindOf(opened))]);
    }
    return success(fileOf(handle, name, opened));
  } catch (error) {
    if (!options.follow && errorCode(error) === 'ELOOP') return failure([linkRefused(name)]);
    return failure([readFault(name, error)]);
  }
}

function fileOf(handle: FileHandle, name: string, opened: BigIntStats): OpenFile {
  const size = Number(opened.size);
  const read: ByteStore['read'] = async (offset, length, memory) => {
    if (!Number.isSafeInteger(offset) || offset < 0 || length < 0 || offset + length > size) {
      throw new RangeError(`bytes ${offset} to ${offset + length} of ${size}`);
    }
    try {
      const bytes = memory ?? uninitialized(length);
      const got = await fill(handle, bytes, offset);
      const now = await handle.stat({ bigint: true });
      if (now.size !== opened.size || now.mtimeNs !== opened.mtimeNs) {
        throw new DiagnosticError(fileChanged(name));
      }
      if (got !== length) throw new DiagnosticError(shortRead(name, offset, length, got));
      return bytes;
    } catch (error) {
      if (error instanceof DiagnosticError || errorCode(error) === undefined) throw error;
      throw new DiagnosticError(readFault(name, error));
    }
  };
  const store: ByteStore = { name, size, read };
  shareFile(store, { descriptor: handle.fd, name, size, modified: opened.mtimeNs });
  return {
    store,
    device: opened.dev,
    inode: opened.ino,
    links: opened.nlink,
    descriptor: handle.fd,
    close: () => handle.close(),
  };
}

/** Memory that is about to be overwritten; what is not is never handed out. */
export function uninitialized(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.allocUnsafeSlow(length).buffer);
}

async function fill(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const length = Math.min(LARGEST_READ, bytes.length - done);
    const { bytesRead } = await handle.read(bytes, done, length, offset + done);
    if (bytesRead === 0) break;
    done += bytesRead;
  }
  return done;
}

/** The operating system's word for a fault, such as `ENOENT`; undefined for errors of other origin. */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'string' && /^E[A-Z0-9]+$/.test(error.code) ? error.code : undefined;
}

/** Errors that are not the operating system's are bugs and go on as they are. */
export function readFault(name: string, error: unknown): Diagnostic {
  const code = errorCode(error);
  if (code === undefined) throw error;
  if (code === 'ENOENT' || code === 'ENOTDIR') return fileNotFound(name);
  return fileFailed(name, code);
}

interface FileKind {
  readonly isDirectory: () => boolean;
  readonly isFIFO: () => boolean;
  readonly isSocket: () => boolean;
  readonly isSymbolicLink: () => boolean;
}

export function kindOf(stat: FileKind): string {
  if (stat.isDirectory()) return 'folder';
  if (stat.isFIFO()) return 'pipe';
  if (stat.isSocket()) return 'socket';
  return stat.isSymbolicLink() ? 'symbolic link' : 'device';
}
