/** Memory for halves that is used again: large arrays are slow to make, and stay for long after their last use. */

/** Arrays of an operand and a result wait for the next use, unless they are longer than most weights are. */
const WAITING = 2;
const LONGEST = 32 << 20;
/** Shorter ones are cheap. */
const SHORTEST = 1 << 17;

/** The shortest first. */
const free: ArrayBuffer[] = [];
const lent = new WeakSet<ArrayBufferLike>();

/** An array with whatever it held before. */
export function takeHalves(length: number): Uint16Array<ArrayBuffer> {
  const bytes = 2 * length;
  if (bytes < SHORTEST) return new Uint16Array(length);
  const at = free.findIndex(({ byteLength }) => byteLength >= bytes);
  const [fits] = at < 0 ? [] : free.splice(at, 1);
  const buffer = fits ?? new ArrayBuffer(bytes);
  lent.add(buffer);
  return new Uint16Array(buffer, 0, length);
}

/** Says that nobody reads the memory of an array again; one that was not taken here is left alone. */
export function giveBack({ buffer }: ArrayBufferView): void {
  if (!lent.delete(buffer) || !(buffer instanceof ArrayBuffer)) return;
  if (buffer.byteLength > LONGEST) return;
  free.push(buffer);
  free.sort((a, b) => a.byteLength - b.byteLength);
  if (free.length > WAITING) free.shift();
}
