/** Random choices that a seed repeats: what a trial of a pass is made of. */

import { hashUniform } from '../../ir/seeded.ts';

export class Random {
  readonly #seed: number;
  #drawn = 0;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** A whole number of at least 0 and less than `limit`. */
  below(limit: number): number {
    return Math.floor(hashUniform(this.#seed, this.#drawn++) * limit);
  }

  chance(probability: number): boolean {
    return hashUniform(this.#seed, this.#drawn++) < probability;
  }

  /** Undefined for an empty list. */
  pick<T>(list: readonly T[]): T | undefined {
    return list[this.below(list.length)];
  }

  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    const result: T[] = [];
    while (left.length > 0) result.push(...left.splice(this.below(left.length), 1));
    return result;
  }
}
