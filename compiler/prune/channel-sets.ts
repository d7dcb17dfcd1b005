/** Sets of channels that stay or go together: a union-find over numbers, with two facts about each set. */

export class ChannelSets {
  readonly #parents: number[] = [];
  readonly #ranks: number[] = [];
  readonly #frozen = new Set<number>();
  readonly #produced = new Set<number>();

  /** New channels, each in a set of its own. */
  fresh(count: number): Int32Array {
    const start = this.#parents.length;
    for (let index = 0; index < count; index++) {
      this.#parents.push(start + index);
      this.#ranks.push(0);
    }
    return Int32Array.from({ length: count }, (_, index) => start + index);
  }

  /** The number that stands for the set of a channel. */
  find(channel: number): number {
    let root = channel;
    for (let up = this.#parents[root] ?? root; up !== root; up = this.#parents[root] ?? root) {
      this.#parents[root] = this.#parents[up] ?? up;
      root = up;
    }
    return root;
  }

  union(a: number, b: number): void {
    const [x, y] = [this.find(a), this.find(b)];
    if (x === y) return;
    const [rankOfX = 0, rankOfY = 0] = [this.#ranks[x], this.#ranks[y]];
    const [root, child] = rankOfX < rankOfY ? [y, x] : [x, y];
    this.#parents[child] = root;
    if (rankOfX === rankOfY) this.#ranks[root] = rankOfX + 1;
    if (this.#frozen.delete(child)) this.#frozen.add(root);
    if (this.#produced.delete(child)) this.#produced.add(root);
  }

  /** The channels of two lists of one length are the same, one by one. */
  unionAll(a: Int32Array, b: Int32Array): void {
    a.forEach((channel, index) => this.union(channel, b[index] ?? channel));
  }

  /** They may not go. */
  freeze(channels: Iterable<number>): void {
    for (const channel of channels) this.#frozen.add(this.find(channel));
  }

  /** Weights compute them, so that to remove them removes work. */
  produce(channels: Iterable<number>): void {
    for (const channel of channels) this.#produced.add(this.find(channel));
  }

  isRemovable(channel: number): boolean {
    const root = this.find(channel);
    return this.#produced.has(root) && !this.#frozen.has(root);
  }
}
