/** Stored float32 elements piece by piece: one piece is read while the one before it is looked at. */

import { readStore } from './constant.ts';
import type { ByteStore } from './constant.ts';

/** Elements of a piece: what has been read is still in the cache when it is looked at. */
const PIECE = 1 << 18;
/** Two readers' pieces wait for the next ones: new memory is slower than the reading itself. */
const WAITING = 4;

const free: Uint8Array[] = [];

/** Calls `see` with the bits of each piece and with the number of elements before it. */
export async function eachPiece(
  store: ByteStore,
  offset: number,
  count: number,
  see: (words: Uint32Array, start: number) => void,
): Promise<void> {
  if (count === 0) return;
  const memory = [takePiece(count), takePiece(count)];
  const read = (start: number): Promise<Uint8Array> => {
    const length = 4 * Math.min(PIECE, count - start);
    const piece = memory[(start / PIECE) % 2]?.subarray(0, length);
    return readStore(store, offset + 4 * start, length, piece);
  };
  let next = read(0);
  for (let start = 0; start < count; start += PIECE) {
    const bytes = await next;
    if (start + PIECE < count) next = read(start + PIECE);
    see(wordsOf(bytes), start);
  }
  for (const piece of memory) {
    if (piece.length === 4 * PIECE && free.length < WAITING) free.push(piece);
  }
}

function takePiece(count: number): Uint8Array {
  if (count < PIECE) return new Uint8Array(4 * count);
  return free.pop() ?? new Uint8Array(4 * PIECE);
}

function wordsOf(bytes: Uint8Array): Uint32Array {
  const { buffer, byteOffset, length } = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(buffer, byteOffset, length / 4);
}
