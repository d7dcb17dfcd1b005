/** Compares what is read of weight files with the hashes that the compiler noted. */

import { SnapcError } from './errors.ts';
import type { Program, ProgramShard } from './program.ts';

/** Reads a whole file beside the weights. */
export type ReadWhole = (file: ProgramShard) => Promise<Uint8Array<ArrayBuffer>>;

/** Compares the run of the shard that starts at `offset`, or throws. */
export type CheckSlice = (
  shard: ProgramShard,
  offset: number,
  slice: Uint8Array<ArrayBuffer>,
) => Promise<void>;

const HASH_BYTES = 32;

/** Reads the file of hashes if the program has one; a page that is not served over https checks nothing. */
export async function sliceChecker(
  { shards, sliceBytes, sliceHashes }: Pick<Program, 'shards' | 'sliceBytes' | 'sliceHashes'>,
  read: ReadWhole,
): Promise<CheckSlice> {
  const subtle = globalThis.crypto?.subtle as SubtleCrypto | undefined;
  if (subtle === undefined) return async () => undefined;
  const hashOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<string> =>
    hexadecimal(new Uint8Array(await subtle.digest('SHA-256', bytes)));
  const hashes = sliceHashes && (await read(sliceHashes));
  if (sliceHashes !== undefined && hashes !== undefined) {
    if ((await hashOf(hashes)) !== sliceHashes.sha256) throw altered(sliceHashes, 'it differs');
  }
  const firstSlice = new Map<ProgramShard, number>();
  let slices = 0;
  for (const shard of shards) {
    firstSlice.set(shard, slices);
    slices += Math.ceil(shard.bytes / sliceBytes);
  }
  return async (shard, offset, slice) => {
    const start = ((firstSlice.get(shard) ?? 0) + offset / sliceBytes) * HASH_BYTES;
    const expected =
      hashes === undefined ? shard.sha256 : hexadecimal(hashes.subarray(start, start + HASH_BYTES));
    if ((await hashOf(slice)) !== expected) {
      throw altered(shard, `bytes ${offset} to ${offset + slice.length} differ`);
    }
  };
}

function hexadecimal(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function altered({ file }: ProgramShard, fault: string): SnapcError {
  return new SnapcError('weights', `${file} is not the file that was compiled: ${fault}`);
}

export function cutOff(shard: ProgramShard, end: number): SnapcError {
  return altered(shard, `it ends after ${end} of ${shard.bytes} bytes`);
}
