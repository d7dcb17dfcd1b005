/** Streams of the bytes of a weight file: over http, and from the file system in Node. */

import { SnapcError, checkAborted } from './errors.ts';
import { altered, cutOff } from './hashes.ts';
import type { ProgramShard } from './program.ts';

const ATTEMPTS = 4;

/** One request; where the connection breaks, the rest is asked for as a range. */
export async function* readHttp(
  url: URL,
  { file, bytes }: ProgramShard,
  signal: AbortSignal | undefined,
): AsyncIterable<Uint8Array> {
  let offset = 0;
  for (let attempt = 1; offset < bytes; attempt++) {
    const before = offset;
    try {
      const response = await fetch(url, {
        ...(signal === undefined ? {} : { signal }),
        ...(offset === 0 ? {} : { headers: { range: `bytes=${offset}-` } }),
      });
      if (response.status === 416) return;
      if (!response.ok) throw new HttpFault(response.status);
      // A server without ranges sends the whole file again.
      let skip = response.status === 206 ? 0 : offset;
      const reader = response.body?.getReader();
      try {
        for (;;) {
          const part = await reader?.read();
          if (part?.value === undefined) break;
          const { value } = part;
          const fresh = value.subarray(Math.min(skip, value.length));
          skip -= value.length - fresh.length;
          offset += fresh.length;
          if (fresh.length > 0) yield fresh;
        }
      } finally {
        reader?.cancel().catch(() => undefined);
      }
      // The end without a fault: asked once more, then it is the file that is short.
      if (offset < bytes && (offset === before || attempt === ATTEMPTS)) return;
    } catch (error) {
      checkAborted(signal);
      if (error instanceof SnapcError) throw error;
      const final = error instanceof HttpFault && error.status < 500 && error.status !== 429;
      if (offset > before) attempt = 1;
      if (final || attempt >= ATTEMPTS) {
        const reason = error instanceof Error ? error.message : String(error);
        throw new SnapcError('weights', `${file}: ${reason} (${url.origin}${url.pathname})`, error);
      }
      await new Promise((resolve) => setTimeout(resolve, 250 * 2 ** attempt));
    }
  }
}

class HttpFault extends Error {
  readonly status: number;
  constructor(status: number) {
    super(`the server answers ${status}`);
    this.status = status;
  }
}

interface FileHandle {
  readonly stat: () => Promise<{ readonly size: number }>;
  readonly read: (
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => Promise<{ readonly bytesRead: number }>;
  readonly close: () => Promise<void>;
}

interface NodeProcess {
  readonly cwd: () => string;
  readonly getBuiltinModule?: (name: string) => {
    readonly open: (path: URL) => Promise<FileHandle>;
  };
}

const { process } = globalThis as { readonly process?: NodeProcess };

/** What a relative folder is relative to: the page, or the working folder in Node. */
export function baseAddress(): string {
  if (typeof location === 'object') return location.href;
  return `file://${process?.cwd() ?? ''}/`;
}

/** Node's fetch does not know file addresses. Asked for at run time, so that no bundler sees a Node module. */
export async function* readFile(
  url: URL,
  shard: ProgramShard,
  sliceBytes: number,
): AsyncIterable<Uint8Array> {
  const { file, bytes } = shard;
  const files = process?.getBuiltinModule?.('node:fs/promises');
  if (files === undefined) {
    throw new SnapcError('weights', `${file}: a page cannot read ${url.href}; serve it over http`);
  }
  const handle = await files.open(url).catch((error: unknown) => {
    throw new SnapcError('weights', `${file}: ${String(error)}`, error);
  });
  try {
    const { size } = await handle.stat();
    if (size < shard.bytes) throw cutOff(shard, size);
    if (size > shard.bytes) throw altered(shard, 'it is longer');
    const chunk = new Uint8Array(Math.min(sliceBytes, bytes));
    for (let offset = 0; offset < bytes;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset);
      if (bytesRead === 0) return;
      offset += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
