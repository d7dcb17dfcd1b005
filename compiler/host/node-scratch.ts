/** A file beside the output for what does not fit into memory. It has no name any more while it is used. */

import { existsSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { ByteStore } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Scratch } from '../quantize/scratch.ts';
import { shareFile, uninitialized } from './node-file.ts';
import { siblingPath, writeFault } from './node-replace.ts';

export interface NodeScratch extends Scratch {
  /** Nothing can be read afterwards. */
  readonly close: () => Promise<void>;
}

const NAME = 'scratch';

/** Opened with the first bytes that are kept; whatever ends the process, no file stays. */
export function openScratch(folder: string): NodeScratch {
  let opened: Promise<ScratchFile> | undefined;
  return {
    keep: async (bytes) => {
      try {
        opened ??= openFile(resolve(folder));
        return await (await opened).append(bytes);
      } catch (error) {
        throw new DiagnosticError(writeFault(NAME, error));
      }
    },
    close: async () => (await opened?.catch(() => undefined))?.close(),
  };
}

async function openFile(folder: string): Promise<ScratchFile> {
  let parent = dirname(folder);
  while (!existsSync(parent)) parent = dirname(parent);
  const path = siblingPath(join(parent, basename(folder)), 'new');
  const handle = await open(path, 'wx+');
  // Windows removes no open file; there it goes at the end, or with the next compile into the folder.
  const left = await rm(path).then(
    () => undefined,
    () => path,
  );
  return new ScratchFile(handle, left);
}

class ScratchFile {
  readonly #handle: FileHandle;
  readonly #left: string | undefined;
  #size = 0;
  #modified = 0n;
  readonly #store: ByteStore;

  constructor(handle: FileHandle, left: string | undefined) {
    this.#handle = handle;
    this.#left = left;
    const size = (): number => this.#size;
    const modified = (): bigint => this.#modified;
    this.#store = {
      name: NAME,
      get size() {
        return size();
      },
      read: (offset, length, memory) => this.#read(offset, memory ?? uninitialized(length)),
    };
    shareFile(this.#store, {
      descriptor: handle.fd,
      name: NAME,
      get size() {
        return size();
      },
      get modified() {
        return modified();
      },
    });
  }

  async append(bytes: Uint8Array): ReturnType<Scratch['keep']> {
    const offset = this.#size;
    this.#size += bytes.length;
    for (let done = 0; done < bytes.length;) {
      const rest = bytes.length - done;
      done += (await this.#handle.write(bytes, done, rest, offset + done)).bytesWritten;
    }
    this.#modified = (await this.#handle.stat({ bigint: true })).mtimeNs;
    return { store: this.#store, offset };
  }

  async close(): Promise<void> {
    await this.#handle.close();
    if (this.#left !== undefined) await rm(this.#left, { force: true });
  }

  async #read(offset: number, bytes: Uint8Array): Promise<Uint8Array> {
    let done = 0;
    while (done < bytes.length) {
      const { bytesRead } = await this.#handle.read(
        bytes,
        done,
        bytes.length - done,
        offset + done,
      );
      if (bytesRead === 0) break;
      done += bytesRead;
    }
    return bytes.subarray(0, done);
  }
}
