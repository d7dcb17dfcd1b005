/** Memory for halves that is used again: large arrays are slow to make, and stay for long after their last use. */

/** One array waits for the next use, unless it is longer than most weights are. */
const LONGEST = 16 << 20;
/** Shorter ones are cheap. */
const SHORTEST = 1 << 16;

let free: ArrayBuffer | undefined;
const lent = new WeakSet<ArrayBufferLike>();

/** An array with whatever it held before. */
export function takeHalves(length: number): Uint16Array<ArrayBuffer> {
  if (length < SHORTEST) return new Uint16Array(length);
  const fits = free !== undefined && free.byteLength >= 2 * length ? free : undefined;
  if (fits !== undefined) free = undefined;
  const buffer = fits ?? new ArrayBuffer(2 * length);
  lent.add(buffer);
  return new Uint16Array(buffer, 0, length);
}

/** Says that nobody reads the array again; one that was not taken here is left alone. */
export function giveHalves({ buffer }: Uint16Array): void {
  if (!lent.delete(buffer) || !(buffer instanceof ArrayBuffer)) return;
  if (buffer.byteLength > 2 * LONGEST) return;
  if (free === undefined || free.byteLength < buffer.byteLength) free = buffer;
}
