/** Writes the weight files and notes what the runtime needs to check them. */

import { Sha256 } from '../../compiler/sha256.ts';
import type { OutputFile, OutputSink } from '../../compiler/output.ts';
import type { EncodeConstant } from '../../ir/encode-constant.ts';
import type { Program, ProgramShard } from '../../runtime/web/program.ts';
import { SLICE_BYTES } from './assemble.ts';
import { shardBytes } from './shard-bytes.ts';
import type { WeightLayout } from './weights.ts';

/** The weights of a program as its tables name them. */
export type WrittenShards = Pick<Program, 'shards' | 'sliceHashes'>;

export async function writeShards(
  { shards }: WeightLayout,
  sink: OutputSink,
  encode: EncodeConstant,
  signal: AbortSignal | undefined,
): Promise<WrittenShards> {
  const total = shards.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  const written: ProgramShard[] = [];
  const hashes: Uint8Array[] = [];
  let current: ShardWriter | undefined;
  const finish = async (): Promise<void> => {
    if (current === undefined) return;
    const { file, slices } = await current.close();
    written.push(file);
    hashes.push(...slices);
  };
  for await (const { shard, chunk } of shardBytes(shards, encode, signal)) {
    signal?.throwIfAborted();
    if (shard !== current?.shard) {
      await finish();
      current = await ShardWriter.open(shard, sink);
    }
    await current.write(chunk);
    done += chunk.length;
    sink.progress(done, total);
  }
  await finish();
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

/** Writes and hashes one chunk while the next one is computed. */
class ShardWriter {
  readonly shard: number;
  readonly #name: string;
  readonly #file: OutputFile;
  readonly #slices = new SliceHashes();
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(shard: number, name: string, file: OutputFile) {
    this.shard = shard;
    this.#name = name;
    this.#file = file;
  }

  static async open(shard: number, sink: OutputSink): Promise<ShardWriter> {
    const name = `weights-${shard}.bin`;
    return new ShardWriter(shard, name, await sink.file(name));
  }

  async write(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    await this.#writing;
    this.#writing = Promise.all([this.#file.write(chunk), this.#slices.add(chunk)]);
    // Heard by the next call.
    this.#writing.catch(() => undefined);
  }

  async close(): Promise<{
    readonly file: ProgramShard;
    readonly slices: readonly Uint8Array[];
  }> {
    await this.#writing;
    const { bytes, sha256 } = await this.#file.close();
    return { file: { file: this.#name, bytes, sha256 }, slices: await this.#slices.end() };
  }
}

/** SHA-256 of each run of SLICE_BYTES. */
class SliceHashes {
  readonly #slice = new Uint8Array(SLICE_BYTES);
  readonly #hashes: Uint8Array[] = [];
  #filled = 0;

  async add(chunk: Uint8Array<ArrayBuffer>): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const part = chunk.subarray(at, at + SLICE_BYTES - this.#filled);
      if (part.length === SLICE_BYTES) {
        // A whole slice is hashed where it lies.
        this.#hashes.push(await sha256(part));
        at += part.length;
        continue;
      }
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
