/** Streams the bytes of a weight file from the file system in Node, whose fetch does not know file addresses. */

interface FileHandle {
  readonly read: (
    into: Uint8Array,
    offset: number,
    length: number,
    position: number,
  ) => Promise<{ readonly bytesRead: number }>;
  readonly close: () => Promise<void>;
}

interface NodeProcess {
  readonly getBuiltinModule?: (name: string) => {
    readonly open: (path: URL) => Promise<FileHandle>;
  };
}

/** Beside the reader's slice each file has a chunk in memory. */
const CHUNK_BYTES = 2 ** 18;

/** Asks for Node's module at run time, so that no bundler sees it. */
export async function* readFile(url: URL, start: number): AsyncGenerator<Uint8Array, void> {
  const { process } = globalThis as { readonly process?: NodeProcess };
  const files = process?.getBuiltinModule?.('node:fs/promises');
  if (files === undefined) throw new Error(`a page cannot read ${url.href}; serve it over http`);
  const handle = await files.open(url);
  try {
    const chunk = new Uint8Array(CHUNK_BYTES);
    for (let offset = start; ;) {
      const { bytesRead } = await handle.read(chunk, 0, chunk.length, offset);
      if (bytesRead === 0) return;
      offset += bytesRead;
      yield chunk.subarray(0, bytesRead);
    }
  } finally {
    await handle.close();
  }
}
