/** Reads a weight file front to back from a stream or a function, any number of bytes at a time. */

import { SnapcError, checkAborted, orAborted } from './errors.ts';
import { altered, cutOff } from './hashes.ts';
import type { ProgramShard } from './program.ts';

export interface ShardReader {
  /** Fills all of `into` with what lies at `offset`. */
  read(offset: number, into: Uint8Array): Promise<void>;
  /** Throws where the file goes on after its last byte, as far as it was read. */
  end(): Promise<void>;
  close(): void;
}

/** Reads exactly `length` bytes of a weight file, from an archive for example. */
export type WeightReader = (
  file: string,
  offset: number,
  length: number,
  signal: AbortSignal | undefined,
) => Promise<Uint8Array>;

export type Open = (offset: number) => AsyncIterator<Uint8Array>;

/** Opened at the first read, and again where the reads leave something out. */
export class StreamReader implements ShardReader {
  readonly #shard: ProgramShard;
  readonly #open: Open;
  #stream: AsyncIterator<Uint8Array> | undefined;
  /** Where the stream stands, and what of its last chunk is left from there on. */
  #at = 0;
  #rest = new Uint8Array();

  constructor(shard: ProgramShard, open: Open) {
    this.#shard = shard;
    this.#open = open;
  }

  async read(offset: number, into: Uint8Array): Promise<void> {
    if (this.#stream === undefined || this.#at !== offset) {
      this.close();
      this.#stream = this.#open(offset);
      this.#at = offset;
    }
    for (let filled = 0; filled < into.length;) {
      if (!(await this.#more())) throw cutOff(this.#shard, this.#at);
      const part = this.#rest.subarray(0, into.length - filled);
      into.set(part, filled);
      filled += part.length;
      this.#at += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
  }

  async end(): Promise<void> {
    const stands = this.#stream !== undefined && this.#at === this.#shard.bytes;
    if (stands && (await this.#more())) throw altered(this.#shard, 'it is longer');
  }

  close(): void {
    // Not awaited: a stream that is stalled ends with its signal.
    this.#stream?.return?.().catch(() => undefined);
    this.#stream = undefined;
    this.#rest = new Uint8Array();
  }

  async #more(): Promise<boolean> {
    while (this.#rest.length === 0) {
      const next = await this.#stream?.next().catch(quoted(this.#shard));
      if (next === undefined || next.done === true) return false;
      this.#rest = next.value as Uint8Array<ArrayBuffer>;
    }
    return true;
  }
}

export function functionReader(
  reader: WeightReader,
  shard: ProgramShard,
  signal: AbortSignal | undefined,
): ShardReader {
  return {
    read: async (offset, into) => {
      const { length } = into;
      checkAborted(signal);
      // Whatever an app's function does, also where no compiler checks it.
      const reading = (async () => reader(shard.file, offset, length, signal))();
      const chunk = (await orAborted(reading, signal).catch(quoted(shard))) as
        Uint8Array | undefined;
      if (chunk?.length !== length) {
        const given = `the reader gave ${chunk?.length} of ${length} bytes at ${offset}`;
        throw new SnapcError('weights', `${shard.file}: ${given}`);
      }
      into.set(chunk);
    },
    end: async () => undefined,
    close: () => undefined,
  };
}

/** Faults of others, with the file that they are about. */
function quoted({ file }: ProgramShard) {
  return (error: unknown): never => {
    if (error instanceof SnapcError) throw error;
    throw new SnapcError('weights', `${file}: ${String(error)}`, error);
  };
}
