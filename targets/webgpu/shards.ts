/** Writes the weight files and notes what the runtime needs to check them. */

import { Sha256 } from '../../compiler/sha256.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { ProgramShard } from '../../runtime/web/program.ts';
import { SLICE_BYTES } from './assemble.ts';
import { shardBytes } from './weights.ts';
import type { WeightLayout } from './weights.ts';

export async function writeShards(
  { shards }: WeightLayout,
  sink: OutputSink,
  signal: AbortSignal | undefined,
): Promise<ProgramShard[]> {
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const written: ProgramShard[] = [];
  for (const [index, shard] of shards.entries()) {
    const name = `weights-${index}.bin`;
    const file = await sink.file(name);
    const slices = new SliceHashes();
    for await (const chunk of shardBytes(shard)) {
      signal?.throwIfAborted();
      await file.write(chunk);
      await slices.add(chunk);
      done += chunk.length;
      sink.progress(done, total);
    }
    const { bytes, sha256 } = await file.close();
    written.push({ file: name, bytes, sha256, slices: await slices.end() });
  }
  return written;
}

/** SHA-256 of each run of SLICE_BYTES. */
class SliceHashes {
  readonly #slice = new Uint8Array(SLICE_BYTES);
  readonly #hashes: string[] = [];
  #filled = 0;

  async add(chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + SLICE_BYTES - this.#filled);
      this.#slice.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      if (this.#filled === SLICE_BYTES) await this.#flush();
    }
  }

  async end(): Promise<readonly string[]> {
    if (this.#filled > 0) await this.#flush();
    return this.#hashes;
  }

  async #flush(): Promise<void> {
    this.#hashes.push(await sha256(this.#slice.subarray(0, this.#filled)));
    this.#filled = 0;
  }
}

/** The host's own digest where it has one: it is faster, and off this thread. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return new Sha256().update(bytes).hex();
  const digest = new Uint8Array(await subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
