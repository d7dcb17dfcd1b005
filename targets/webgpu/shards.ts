/** Writes the weight files and notes what the runtime needs to check them. */

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
  const hashes: string[] = [];
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
async function writeHashes(hashes: readonly string[], sink: OutputSink): Promise<ProgramShard> {
  const name = 'weights-hashes.bin';
  const file = await sink.file(name);
  for (const hash of hashes) {
    const pairs = hash.match(/../g) ?? [];
    await file.write(Uint8Array.from(pairs, (pair) => Number.parseInt(pair, 16)));
  }
  const { bytes, sha256 } = await file.close();
  return { file: name, bytes, sha256 };
}

/** Writes and hashes one chunk while the next one is computed. */
class ShardWriter {
  readonly shard: number;
  readonly #name: string;
  readonly #file: OutputFile;
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(shard: number, name: string, file: OutputFile) {
    this.shard = shard;
    this.#name = name;
    this.#file = file;
  }

  static async open(shard: number, sink: OutputSink): Promise<ShardWriter> {
    const name = `weights-${shard}.bin`;
    return new ShardWriter(shard, name, await sink.file(name, SLICE_BYTES));
  }

  async write(chunk: Uint8Array): Promise<void> {
    await this.#writing;
    this.#writing = this.#file.write(chunk);
    // Heard by the next call.
    this.#writing.catch(() => undefined);
  }

  async close(): Promise<{
    readonly file: ProgramShard;
    readonly slices: readonly string[];
  }> {
    await this.#writing;
    const { bytes, sha256, slices = [] } = await this.#file.close();
    return { file: { file: this.#name, bytes, sha256 }, slices };
  }
}
