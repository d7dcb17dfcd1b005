/** Plans the memory of a fixed order of steps: offsets in arenas from live ranges (greedy by size, best fit). */

/** One buffer: how large, and the first and last step that touch it. */
export interface LiveRange {
  readonly bytes: number;
  readonly first: number;
  readonly last: number;
}

export interface Placement {
  readonly arena: number;
  readonly offset: number;
}

export interface MemoryPlan {
  /** In the order of the ranges given. */
  readonly placements: readonly Placement[];
  /** Bytes of each arena. */
  readonly arenas: readonly number[];
  /** Sum of the arenas: what must be allocated. */
  readonly peak: number;
  /** Largest sum of live bytes at any step; no plan of this order can need less. */
  readonly lowerBound: number;
}

export interface MemoryOptions {
  /** Offsets and sizes are multiples of this. */
  readonly alignment: number;
  /** No arena grows beyond this. A single larger range gets an arena of its own size. */
  readonly arenaLimit: number;
}

interface Placed extends Placement {
  readonly first: number;
  readonly last: number;
  readonly end: number;
}

/** Places large ranges first, each into the smallest gap that fits among those that live at the same time. */
export function planMemory(ranges: readonly LiveRange[], options: MemoryOptions): MemoryPlan {
  const align = (bytes: number): number => Math.ceil(bytes / options.alignment) * options.alignment;
  const order = ranges
    .map((range, index) => ({ ...range, index, bytes: align(range.bytes) }))
    .sort((a, b) => b.bytes - a.bytes || a.first - b.first || a.index - b.index);
  const placed: Placed[][] = [];
  const arenas: number[] = [];
  const placements: Placement[] = Array.from(ranges, () => ({ arena: 0, offset: 0 }));
  for (const { index, bytes, first, last } of order) {
    let arena = 0;
    let offset = 0;
    for (; ; arena++) {
      const neighbours = (placed[arena] ??= []);
      offset = bestGap(neighbours, bytes, first, last);
      if (offset + bytes <= Math.max(options.arenaLimit, bytes) || neighbours.length === 0) break;
    }
    placed[arena]?.push({ arena, offset, first, last, end: offset + bytes });
    arenas[arena] = Math.max(arenas[arena] ?? 0, offset + bytes);
    placements[index] = { arena, offset };
  }
  const peak = arenas.reduce((sum, size) => sum + size, 0);
  return { placements, arenas, peak, lowerBound: largestLiveSet(order) };
}

/** Offset of the smallest gap of at least `bytes`, or the end. */
function bestGap(placed: readonly Placed[], bytes: number, first: number, last: number): number {
  const living = placed
    .filter((other) => other.first <= last && first <= other.last)
    .sort((a, b) => a.offset - b.offset);
  let end = 0;
  let best: { offset: number; size: number } | undefined;
  for (const other of living) {
    const size = other.offset - end;
    if (size >= bytes && (best === undefined || size < best.size)) best = { offset: end, size };
    end = Math.max(end, other.end);
  }
  return best?.offset ?? end;
}

/** The largest sum of bytes that are live at one step. */
export function largestLiveSet(ranges: readonly LiveRange[]): number {
  const changes = new Map<number, number>();
  for (const { bytes, first, last } of ranges) {
    changes.set(first, (changes.get(first) ?? 0) + bytes);
    changes.set(last + 1, (changes.get(last + 1) ?? 0) - bytes);
  }
  let live = 0;
  let most = 0;
  for (const step of [...changes.keys()].sort((a, b) => a - b)) {
    live += changes.get(step) ?? 0;
    most = Math.max(most, live);
  }
  return most;
}
