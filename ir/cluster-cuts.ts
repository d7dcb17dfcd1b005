/** The best cuts of numbers in order into clusters, by dynamic programming: where the squares of the distances are least. */

export interface Weighted {
  /** Ascending. */
  readonly values: Float64Array;
  /** Of all numbers before each, and of all. */
  readonly weights: Float64Array;
  readonly sums: Float64Array;
}

/**
 * The first number of each cluster, of at most 65,536 numbers and at least as many as clusters. The best last cut
 * never moves back as numbers are added, so that each round halves where it looks (divide and conquer).
 */
export function bestCuts({ values, weights, sums }: Weighted, count: number): readonly number[] {
  const { length } = values;
  const squares = new Float64Array(length + 1);
  for (let at = 0; at < length; at++) {
    const value = values[at] ?? 0;
    squares[at + 1] =
      (squares[at] ?? 0) + ((weights[at + 1] ?? 0) - (weights[at] ?? 0)) * value * value;
  }
  const loss = (from: number, to: number): number => {
    const sum = (sums[to] ?? 0) - (sums[from] ?? 0);
    const weight = (weights[to] ?? 0) - (weights[from] ?? 0);
    return (squares[to] ?? 0) - (squares[from] ?? 0) - (sum * sum) / weight;
  };
  // Of the first numbers, as many as the index says, in as many clusters as the round says.
  let best = Float64Array.from({ length: length + 1 }, (_, end) => (end === 0 ? 0 : loss(0, end)));
  const cuts: Uint16Array[] = [];
  for (let clusters = 2; clusters <= count; clusters++) {
    const next = new Float64Array(length + 1);
    const cut = new Uint16Array(length + 1);
    const before = best;
    const solve = (from: number, to: number, low: number, high: number): void => {
      if (from > to) return;
      const end = (from + to) >>> 1;
      let [least, place] = [Infinity, low];
      const last = Math.min(high, end - 1);
      for (let at = Math.max(low, clusters - 1); at <= last; at++) {
        const total = (before[at] ?? 0) + loss(at, end);
        if (total < least) {
          least = total;
          place = at;
        }
      }
      next[end] = least;
      cut[end] = place;
      solve(from, end - 1, low, place);
      solve(end + 1, to, place, high);
    };
    solve(clusters, length, clusters - 1, length - 1);
    cuts.push(cut);
    best = next;
  }
  const starts = [length];
  for (const cut of cuts.toReversed()) starts.unshift(cut[starts[0] ?? 0] ?? 0);
  return [0, ...starts.slice(0, -1)];
}
