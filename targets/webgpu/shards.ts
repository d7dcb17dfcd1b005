/** Writes the weight files and notes what the runtime needs to check them. */

import { Sha256 } from '../../compiler/sha256.ts';
import type { OutputSink } from '../../compiler/output.ts';
import type { Program, ProgramShard } from '../../runtime/web/program.ts';
import { SLICE_BYTES } from './assemble.ts';
import { shardBytes } from './weights.ts';
import type { WeightLayout } from './weights.ts';

/** The weights of a program as its tables name them. */
export type WrittenShards = Pick<Program, 'shards' | 'sliceHashes'>;

export async function writeShards(
  { shards }: WeightLayout,
  sink: OutputSink,
  signal: AbortSignal | undefined,
): Promise<WrittenShards> {
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const written: ProgramShard[] = [];
  const hashes: Uint8Array[] = [];
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
    hashes.push(...(await slices.end()));
    const { bytes, sha256 } = await file.close();
    written.push({ file: name, bytes, sha256 });
  }
  if (hashes.length === written.length) return { shards: written };
  return { shards: written, sliceHashes: await writeHashes(hashes, sink) };
}

/** Beside the weights and not in the module: hashes cannot be compressed. */
async function writeHashes(hashes: readonly Uint8Array[], sink: OutputSink): Promise<ProgramShard> {
  const name = 'weights-hashes.bin';
  const file = await sink.file(name);
  for (const hash of hashes) await file.write(hash);
  const { bytes, sha256 } = await file.close();
  return { file: name, bytes, sha256 };
}

/** SHA-256 of each run of SLICE_BYTES. */
class SliceHashes {
  readonly #slice = new Uint8Array(SLICE_BYTES);
  readonly #hashes: Uint8Array[] = [];
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

  async end(): Promise<readonly Uint8Array[]> {
    if (this.#filled > 0) await this.#flush();
    return this.#hashes;
  }

  async #flush(): Promise<void> {
    this.#hashes.push(await sha256(this.#slice.subarray(0, this.#filled)));
    this.#filled = 0;
  }
}

/** The host's own digest where it has one: it is faster, and off this thread. */
async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle !== undefined) return new Uint8Array(await subtle.digest('SHA-256', bytes));
  const text = new Sha256().update(bytes).hex();
  return Uint8Array.from(text.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));
}
