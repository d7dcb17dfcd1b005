/** Philox4x32-10: random words as a function of seed and place (Salmon et al. 2011, section 3.3). */

const FACTORS = [0xd2511f53, 0xcd9e8d57] as const;
const WEYL = [0x9e3779b9, 0xbb67ae85] as const;
const ROUNDS = 10;

export type Words = readonly [number, number, number, number];

/** `key` are the low and high half of a seed. */
export function philox(counter: Words, key: readonly [number, number]): Words {
  let [a, b, c, d] = counter;
  let [low, high] = key;
  for (let round = 0; round < ROUNDS; round++) {
    const [firstHigh, firstLow] = product(FACTORS[0], a);
    const [secondHigh, secondLow] = product(FACTORS[1], c);
    [a, b, c, d] = [
      (secondHigh ^ b ^ low) >>> 0,
      secondLow,
      (firstHigh ^ d ^ high) >>> 0,
      firstLow,
    ];
    low = (low + WEYL[0]) >>> 0;
    high = (high + WEYL[1]) >>> 0;
  }
  return [a, b, c, d];
}

/** The 64 bits of a product of two words. */
function product(x: number, y: number): readonly [high: number, low: number] {
  const low = Math.imul(x, y) >>> 0;
  const [xLow, xHigh] = [x & 0xffff, x >>> 16];
  const [yLow, yHigh] = [y & 0xffff, y >>> 16];
  const middle = xHigh * yLow + Math.floor((xLow * yLow) / 2 ** 16);
  const carried = xLow * yHigh + (middle % 2 ** 16);
  const high = xHigh * yHigh + Math.floor(middle / 2 ** 16) + Math.floor(carried / 2 ** 16);
  return [high >>> 0, low];
}
