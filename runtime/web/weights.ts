/** Reads weight files slice by slice, checks each slice and uploads it; never holds more than one. */

import { SnapcError, checkAborted, orAborted } from './errors.ts';
import { altered, cutOff, sliceChecker } from './hashes.ts';
import { baseAddress, readFile, readHttp } from './sources.ts';
import type { Program, ProgramShard } from './program.ts';

/** Reads exactly `length` bytes of a weight file, from a cache or an archive for example. */
export type WeightReader = (
  file: string,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>;

/** The bytes of a shard in order; any chunk sizes. */
export type Chunks = AsyncIterable<Uint8Array>;

/** A folder's address, or a function that reads. */
export type WeightSource = string | URL | WeightReader;

export interface WeightOptions {
  readonly device: GPUDevice;
  readonly source: WeightSource;
  /** Compare each slice with the SHA-256 that the compiler noted. */
  readonly verify: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (done: number, total: number) => void;
}

/** Fills the buffers with the shards of the program. */
export async function uploadWeights(
  program: Program,
  buffers: readonly GPUBuffer[],
  options: WeightOptions,
): Promise<void> {
  const { shards, sliceBytes } = program;
  const read = (file: ProgramShard) => readWhole(file, sliceBytes, options);
  const check = options.verify && shards.length > 0 ? await sliceChecker(program, read) : undefined;
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const slice = new Uint8Array(Math.min(sliceBytes, Math.max(0, ...shards.map((s) => s.bytes))));
  for (const [index, shard] of shards.entries()) {
    const buffer = buffers[index];
    if (buffer === undefined) continue;
    let offset = 0;
    let filled = 0;
    const flush = async (): Promise<void> => {
      const part = slice.subarray(0, filled);
      await check?.(shard, offset, part);
      checkAborted(options.signal);
      options.device.queue.writeBuffer(buffer, offset, part);
      // Without this wait the browser would queue copies of every slice.
      await orAborted(options.device.queue.onSubmittedWorkDone(), options.signal);
      offset += filled;
      done += filled;
      filled = 0;
      options.onBytes(done, total);
    };
    for await (const chunk of chunksOf(shard, sliceBytes, options)) {
      if (offset + filled + chunk.length > shard.bytes) throw altered(shard, 'it is longer');
      for (let at = 0; at < chunk.length;) {
        const part = chunk.subarray(at, at + slice.length - filled);
        slice.set(part, filled);
        filled += part.length;
        at += part.length;
        if (filled === slice.length) await flush();
      }
    }
    if (offset + filled !== shard.bytes) throw cutOff(shard, offset + filled);
    if (filled > 0) await flush();
  }
}

/** A file that is small beside the weights. */
async function readWhole(
  file: ProgramShard,
  sliceBytes: number,
  options: WeightOptions,
): Promise<Uint8Array<ArrayBuffer>> {
  const whole = new Uint8Array(file.bytes);
  let filled = 0;
  for await (const chunk of chunksOf(file, sliceBytes, options)) {
    if (filled + chunk.length > file.bytes) throw altered(file, 'it is longer');
    whole.set(chunk, filled);
    filled += chunk.length;
  }
  if (filled !== file.bytes) throw cutOff(file, filled);
  return whole;
}

function chunksOf(shard: ProgramShard, sliceBytes: number, options: WeightOptions): Chunks {
  const { source, signal } = options;
  if (typeof source === 'function') return readSlices(source, shard, sliceBytes, signal);
  const url = fileUrl(source, shard.file);
  return url.protocol === 'file:'
    ? readFile(url, shard, sliceBytes)
    : readHttp(url, shard, options.signal);
}

/** The query of the folder's address, such as a signature, goes with every file. */
function fileUrl(folder: string | URL, file: string): URL {
  const url = new URL(folder, baseAddress());
  url.pathname += (url.pathname.endsWith('/') ? '' : '/') + file;
  return url;
}

async function* readSlices(
  reader: WeightReader,
  { file, bytes }: ProgramShard,
  sliceBytes: number,
  signal: AbortSignal | undefined,
): Chunks {
  for (let offset = 0; offset < bytes; offset += sliceBytes) {
    checkAborted(signal);
    const length = Math.min(sliceBytes, bytes - offset);
    const chunk = await orAborted(reader(file, offset, length, signal), signal).catch(
      (error: unknown) => {
        if (error instanceof SnapcError) throw error;
        throw new SnapcError('weights', `${file}: ${String(error)}`, error);
      },
    );
    if (chunk.length !== length) {
      throw new SnapcError(
        'weights',
        `${file}: the reader gave ${chunk.length} of ${length} bytes at ${offset}`,
      );
    }
    yield chunk;
  }
}
