/** Plans the memory of a fixed order of steps: offsets in arenas from live ranges, by the best of a few greedy orders. */

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

interface Range extends LiveRange {
  readonly index: number;
}

interface Placed extends Placement, LiveRange {}

type Order = (a: Range, b: Range) => number;

const length = ({ first, last }: LiveRange): number => last - first;
const bySize: Order = (a, b) => b.bytes - a.bytes;
const byLength: Order = (a, b) => length(b) - length(a);

/** In which ranges are placed, each at the lowest offset that is free as long as it lives: none is best for all graphs. */
const ORDERS: readonly Order[] = [
  (a, b) => bySize(a, b) || byLength(a, b) || a.index - b.index,
  (a, b) => bySize(a, b) || a.first - b.first || a.index - b.index,
  (a, b) => byLength(a, b) || bySize(a, b) || a.index - b.index,
];

export function planMemory(ranges: readonly LiveRange[], options: MemoryOptions): MemoryPlan {
  const align = (bytes: number): number => Math.ceil(bytes / options.alignment) * options.alignment;
  const aligned = ranges.map((range, index) => ({ ...range, index, bytes: align(range.bytes) }));
  const lowerBound = largestLiveSet(aligned);
  let best: MemoryPlan | undefined;
  for (const order of ORDERS) {
    if (best?.peak === lowerBound) break;
    const { placements, arenas } = place(aligned.toSorted(order), options.arenaLimit);
    const peak = arenas.reduce((sum, size) => sum + size, 0);
    if (best === undefined || peak < best.peak) best = { placements, arenas, peak, lowerBound };
  }
  return best ?? { placements: [], arenas: [], peak: 0, lowerBound };
}

function place(
  order: readonly Range[],
  arenaLimit: number,
): Pick<MemoryPlan, 'placements' | 'arenas'> {
  /** Of each arena, by offset. */
  const placed: Placed[][] = [];
  const arenas: number[] = [];
  const placements: Placement[] = Array.from(order, () => ({ arena: 0, offset: 0 }));
  for (const range of order) {
    const { index, bytes } = range;
    let arena = 0;
    let offset = 0;
    for (; ; arena++) {
      const neighbours = (placed[arena] ??= []);
      offset = firstGap(neighbours, range);
      if (offset + bytes <= Math.max(arenaLimit, bytes) || neighbours.length === 0) break;
    }
    const neighbours = placed[arena] ?? [];
    const above = neighbours.findIndex((other) => other.offset > offset);
    neighbours.splice(above < 0 ? neighbours.length : above, 0, { ...range, arena, offset });
    arenas[arena] = Math.max(arenas[arena] ?? 0, offset + bytes);
    placements[index] = { arena, offset };
  }
  return { placements, arenas };
}

/** The lowest offset at which as many bytes are free from the range's first step to its last. */
function firstGap(placed: readonly Placed[], { bytes, first, last }: LiveRange): number {
  let end = 0;
  for (const other of placed) {
    if (other.first > last || first > other.last) continue;
    if (other.offset - end >= bytes) break;
    end = Math.max(end, other.offset + other.bytes);
  }
  return end;
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
