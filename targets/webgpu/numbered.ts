/** Numbers rows of numbers. */

/** Each distinct row once, in the order of first use. */
export class Numbered {
  readonly list: (readonly number[])[] = [];
  readonly #known = new Map<string, number>();

  of(row: readonly number[]): number {
    const key = row.join();
    const index = this.#known.get(key) ?? this.list.push(row) - 1;
    this.#known.set(key, index);
    return index;
  }
}
