/** Packs elements of a few bits into bytes, the first element in the lowest bits. */

/** What the elements have beyond `bits` is cut off, so negative ones become two's complement. */
export function packBits(elements: ArrayLike<number>, bits: number): Uint8Array<ArrayBuffer> {
  const { length } = elements;
  const packed = new Uint8Array(packedBytes(length, bits));
  const mask = (1 << bits) - 1;
  let waiting = 0;
  let filled = 0;
  let at = 0;
  for (let index = 0; index < length; index++) {
    waiting |= ((elements[index] ?? 0) & mask) << filled;
    filled += bits;
    while (filled >= 8) {
      packed[at++] = waiting & 0xff;
      waiting >>>= 8;
      filled -= 8;
    }
  }
  if (filled > 0) packed[at] = waiting;
  return packed;
}

export function packedBytes(count: number, bits: number): number {
  return Math.ceil((count * bits) / 8);
}
