/** PyTorch's generator on the CPU: MT19937 (Matsumoto and Nishimura 1998), and the normal numbers that randn makes of it. */

import { logarithm, sineCosine } from './elementary.ts';

const SIZE = 624;
const SHIFT = 397;

export class Mersenne {
  readonly #state = new Uint32Array(SIZE);
  #at = SIZE;

  /** Of the seed the low 32 bits count. */
  constructor(seed: number) {
    this.#state[0] = seed;
    for (let at = 1; at < SIZE; at++) {
      const before = this.#state[at - 1] ?? 0;
      this.#state[at] = Math.imul(1812433253, before ^ (before >>> 30)) + at;
    }
  }

  word(): number {
    if (this.#at === SIZE) this.#turn();
    let word = this.#state[this.#at++] ?? 0;
    word ^= word >>> 11;
    word ^= (word << 7) & 0x9d2c5680;
    word ^= (word << 15) & 0xefc60000;
    return (word ^ (word >>> 18)) >>> 0;
  }

  #turn(): void {
    const state = this.#state;
    for (let at = 0; at < SIZE; at++) {
      const joined = ((state[at] ?? 0) & 0x80000000) | ((state[(at + 1) % SIZE] ?? 0) & 0x7fffffff);
      const other = state[(at + SHIFT) % SIZE] ?? 0;
      state[at] = other ^ (joined >>> 1) ^ ((joined & 1) === 0 ? 0 : 0x9908b0df);
    }
    this.#at = 0;
  }
}

/** Box and Muller's pairs lie eight apart in blocks of sixteen. */
const BLOCK = 16;

/** What torch.randn gives for 16 numbers or more, to the last bits of single precision. */
export function torchNormals(generator: Mersenne, count: number): Float32Array {
  const numbers = new Float32Array(count);
  const draw = (start: number, end: number): void => {
    for (let at = start; at < end; at++) numbers[at] = (generator.word() & 0xffffff) / 2 ** 24;
  };
  draw(0, count);
  for (let start = 0; start + BLOCK <= count; start += BLOCK) pairUp(numbers, start);
  if (count % BLOCK !== 0 && count > BLOCK) {
    draw(count - BLOCK, count);
    pairUp(numbers, count - BLOCK);
  }
  return numbers;
}

function pairUp(numbers: Float32Array, start: number): void {
  for (let at = start; at < start + BLOCK / 2; at++) {
    const radius = Math.sqrt(-2 * logarithm(1 - (numbers[at] ?? 0)));
    const [sine, cosine] = sineCosine(numbers[at + BLOCK / 2] ?? 0);
    numbers[at] = radius * cosine;
    numbers[at + BLOCK / 2] = radius * sine;
  }
}
