/** Brings weights into GPU memory slice by slice: reads, compares with the hash, uploads, and forgets. */

import { checkAborted, orAborted } from './errors.ts';
import { sliceChecker } from './hashes.ts';
import type { CheckSlice } from './hashes.ts';
import { openShard, readWhole } from './open.ts';
import type { WeightSource } from './open.ts';
import { inParallel } from './pool.ts';
import type { Program, ProgramShard } from './program.ts';
import type { HeldShard } from './store.ts';

/** Keeps slices of weights, so that the next load finds them; `cache.js` has one for pages. */
export interface WeightCache {
  get(key: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** `bytes` are overwritten as soon as the promise is settled. */
  put(key: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

export interface WeightOptions {
  readonly source: WeightSource;
  readonly cache: WeightCache | undefined;
  /** Compare each slice with the SHA-256 that the compiler noted. */
  readonly verify: boolean;
  readonly signal: AbortSignal | undefined;
  readonly onBytes: (done: number, total: number) => void;
}

/** So many files are read at once, a slice of each in memory. */
const READERS = 3;

/** Fills the buffers that are held for the shards of the program. */
export async function fillWeights(
  device: GPUDevice,
  program: Program,
  held: readonly HeldShard[],
  options: WeightOptions,
): Promise<void> {
  const { shards, sliceBytes } = program;
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  // One for each reader, not for each file: what is thrown away stays in memory until the page cleans up.
  const spare: Uint8Array<ArrayBuffer>[] = [];
  let done = 0;
  const count = (bytes: number): void => {
    done += bytes;
    options.onBytes(done, total);
  };
  let checker: Promise<CheckSlice> | undefined;
  const check: CheckSlice = async (...slice) => {
    if (!options.verify) return;
    checker ??= sliceChecker(program, (file) => readWhole(file, options));
    await (
      await checker
    )(...slice);
  };
  await inParallel(shards, READERS, async (shard, index) => {
    const weights = held[index];
    if (weights === undefined) return;
    let own = 0;
    await weights.fill(async () => {
      const memory = spare.pop() ?? new Uint8Array(sliceBytes);
      for await (const { offset, slice } of slicesOf(shard, memory, check, options)) {
        checkAborted(options.signal);
        device.queue.writeBuffer(weights.buffer, offset, slice);
        // Without this wait the browser would queue copies of every slice.
        await orAborted(device.queue.onSubmittedWorkDone(), options.signal);
        own += slice.length;
        count(slice.length);
      }
      spare.push(memory);
    });
    // What another model has brought counts as well.
    if (own < shard.bytes) count(shard.bytes - own);
  });
}

interface Slice {
  readonly offset: number;
  /** Overwritten by the next one. */
  readonly slice: Uint8Array<ArrayBuffer>;
}

async function* slicesOf(
  shard: ProgramShard,
  memory: Uint8Array<ArrayBuffer>,
  check: CheckSlice,
  options: WeightOptions,
): AsyncGenerator<Slice, void> {
  const { cache, signal } = options;
  const { bytes, sha256 } = shard;
  const reader = await openShard(shard, options);
  try {
    for (let offset = 0; offset < bytes; offset += memory.length) {
      checkAborted(signal);
      const slice = memory.subarray(0, bytes - offset);
      const key = `${sha256}-${offset}-${slice.length}`;
      const kept = await orAborted(fromCache(cache, key), signal);
      const good =
        kept?.length === slice.length &&
        (await check(shard, offset, kept).then(
          () => true,
          () => false,
        ));
      if (kept !== undefined && good) {
        yield { offset, slice: kept };
        continue;
      }
      await reader.read(offset, slice);
      await check(shard, offset, slice);
      // A cache that is full is no reason not to load.
      await cache?.put(key, slice).catch(() => undefined);
      yield { offset, slice };
    }
    await reader.end();
  } finally {
    reader.close();
  }
}

async function fromCache(
  cache: WeightCache | undefined,
  key: string,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  return cache?.get(key).catch(() => undefined);
}
