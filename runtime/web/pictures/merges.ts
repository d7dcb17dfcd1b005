/** Byte pair encoding of one word: the pair whose merge was learnt first is merged first, wherever it stands. */

/** A merge by the ids of its two symbols; its rank is its place among all. */
export interface Merge {
  readonly rank: number;
  readonly id: number;
}

export class Merges {
  readonly #byPair = new Map<number, Merge>();

  /** Triples of ids: left, right and what they become. */
  constructor(triples: Uint32Array) {
    for (let at = 0; at + 2 < triples.length; at += 3) {
      const [left = 0, right = 0, id = 0] = triples.subarray(at, at + 3);
      const key = keyOf(left, right);
      if (!this.#byPair.has(key)) this.#byPair.set(key, { rank: at / 3, id });
    }
  }

  of(left: number, right: number): Merge | undefined {
    return this.#byPair.get(keyOf(left, right));
  }

  /** Merges what can be; the time is n log n in the length of the word. */
  apply(symbols: readonly number[]): readonly number[] {
    const ids = [...symbols];
    const next = ids.map((_, at) => at + 1);
    const previous = ids.map((_, at) => at - 1);
    const queue = new Queue();
    const offer = (left: number): void => {
      const right = next[left] ?? ids.length;
      if (left < 0 || right >= ids.length) return;
      const merge = this.of(ids[left] ?? 0, ids[right] ?? 0);
      if (merge !== undefined) queue.push({ ...merge, at: left, right });
    };
    for (let at = 0; at + 1 < ids.length; at++) offer(at);
    for (let pair = queue.pop(); pair !== undefined; pair = queue.pop()) {
      const { at, right, rank, id } = pair;
      // What stood there may have been merged since.
      if (next[at] !== right || this.of(ids[at] ?? 0, ids[right] ?? 0)?.rank !== rank) continue;
      ids[at] = id;
      const after = next[right] ?? ids.length;
      next[at] = after;
      next[right] = -1;
      if (after < ids.length) previous[after] = at;
      offer(previous[at] ?? -1);
      offer(at);
    }
    const merged: number[] = [];
    for (let at = 0; at < ids.length; at = next[at] ?? ids.length) merged.push(ids[at] ?? 0);
    return merged;
  }
}

/** Exact for ids below 2^26. */
function keyOf(left: number, right: number): number {
  return left * 2 ** 26 + right;
}

interface Pair extends Merge {
  readonly at: number;
  readonly right: number;
}

/** A binary heap: lowest rank first, of equal ranks the leftmost. */
class Queue {
  readonly #pairs: Pair[] = [];

  push(pair: Pair): void {
    const pairs = this.#pairs;
    let at = pairs.length;
    while (at > 0) {
      const above = (at - 1) >> 1;
      const other = pairs[above];
      if (other === undefined || !isBefore(pair, other)) break;
      pairs[at] = other;
      at = above;
    }
    pairs[at] = pair;
  }

  pop(): Pair | undefined {
    const pairs = this.#pairs;
    const [first] = pairs;
    const last = pairs.pop();
    if (last === undefined || pairs.length === 0) return first;
    let at = 0;
    for (;;) {
      let below = 2 * at + 1;
      let child = pairs[below];
      const other = pairs[below + 1];
      if (child !== undefined && other !== undefined && isBefore(other, child)) {
        child = other;
        below += 1;
      }
      if (child === undefined || !isBefore(child, last)) break;
      pairs[at] = child;
      at = below;
    }
    pairs[at] = last;
    return first;
  }
}

function isBefore(a: Pair, b: Pair): boolean {
  return a.rank < b.rank || (a.rank === b.rank && a.at < b.at);
}
