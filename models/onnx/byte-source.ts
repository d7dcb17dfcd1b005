/** Bytes that are produced on demand: a length known in advance and chunks made only when they are read. */

export interface ByteSource {
  readonly byteLength: number;
  /** Every call starts anew; each chunk is a fresh array that the reader may keep. */
  chunks(): Iterable<Uint8Array>;
}

export function inMemory(bytes: Uint8Array): ByteSource {
  return {
    byteLength: bytes.byteLength,
    *chunks() {
      if (bytes.byteLength > 0) yield bytes;
    },
  };
}

export function zeros(byteLength: number): ByteSource {
  return inMemory(new Uint8Array(byteLength));
}

export function concatenated(sources: readonly ByteSource[]): ByteSource {
  return {
    byteLength: sources.reduce((sum, source) => sum + source.byteLength, 0),
    *chunks() {
      for (const source of sources) yield* source.chunks();
    },
  };
}

/** Joins small chunks, so that a file is written in few and large pieces. */
export function* gathered(
  chunks: Iterable<Uint8Array>,
  targetLength = 1 << 20,
): Generator<Uint8Array> {
  let pending: Uint8Array[] = [];
  let length = 0;
  for (const chunk of chunks) {
    pending.push(chunk);
    length += chunk.byteLength;
    if (length < targetLength) continue;
    yield joined(pending, length);
    pending = [];
    length = 0;
  }
  if (length > 0) yield joined(pending, length);
}

export function readAll(source: ByteSource): Uint8Array {
  return joined([...source.chunks()], source.byteLength);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const [only] = chunks;
  if (chunks.length === 1 && only !== undefined) return only;
  const result = new Uint8Array(length);
  let offset = 0;
  for (const chunk of chunks) {
    result.set(chunk, offset);
    offset += chunk.byteLength;
  }
  return result;
}
