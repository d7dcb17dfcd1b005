/** Where a function is cut: what each place would hand over, and the cheapest places within a limit. */

import type { FlexibleShapes, MilFunction, MilValue } from '../syntax.ts';
import type { Step } from './steps.ts';

/** For each place between two steps the bytes of values that later steps need; infinite where a value cannot pass. */
export function handedOver(steps: readonly Step[], { inputs }: MilFunction): readonly number[] {
  const given = new Set(inputs.map(({ value }) => value));
  const lastRead = new Map<MilValue, number>();
  for (const [at, { reads }] of steps.entries()) {
    for (const value of reads) if (!given.has(value)) lastRead.set(value, at);
  }
  // Changes from place to place: a value is handed over behind its maker and up to its last reader.
  const bytes = Array.from({ length: steps.length + 1 }, () => 0);
  const blocked = Array.from({ length: steps.length + 1 }, () => 0);
  for (const [at, { operation }] of steps.entries()) {
    for (const value of operation.outputs) {
      const last = lastRead.get(value);
      if (last === undefined) continue;
      const size = portBytes(value);
      const into = size === undefined ? blocked : bytes;
      into[at + 1] = (into[at + 1] ?? 0) + (size ?? 1);
      into[last + 1] = (into[last + 1] ?? 0) - (size ?? 1);
    }
  }
  let sum = 0;
  let stopped = 0;
  return bytes.map((change, at) => {
    sum += change;
    stopped += blocked[at] ?? 0;
    return stopped > 0 ? Infinity : sum;
  });
}

/** Undefined for what no multi-array holds. */
function portBytes({ type: { dtype, shape: own }, shapes }: MilValue): number | undefined {
  const width = dtype === 'fp16' ? 2 : dtype === 'fp32' || dtype === 'int32' ? 4 : undefined;
  if (width === undefined || own.length === 0) return undefined;
  const shape = shapes === undefined ? own : usualShape(shapes);
  return shape.reduce<number | undefined>(
    (product, size) => (size === undefined || product === undefined ? undefined : product * size),
    width,
  );
}

function usualShape(shapes: FlexibleShapes): readonly (number | undefined)[] {
  return shapes.kind === 'ranges' ? shapes.usual : (shapes.shapes[0] ?? []);
}

interface Way {
  readonly chunks: number;
  readonly bytes: number;
  /** Where the last chunk begins. */
  readonly from: number;
}

/** The fewest chunks within the limit, and among those the least that is handed over. */
export function cheapestCuts(
  steps: readonly Step[],
  between: readonly number[],
  limit: number,
): readonly number[] | undefined {
  const ways: (Way | undefined)[] = [{ chunks: 0, bytes: 0, from: 0 }];
  for (let end = 1; end <= steps.length; end++) {
    let weights = 64;
    for (let from = end - 1; from >= 0; from--) {
      weights += steps[from]?.weightBytes ?? 0;
      if (weights > limit) break;
      const before = ways[from];
      const handed = from === 0 ? 0 : (between[from] ?? Infinity);
      if (before === undefined || handed === Infinity) continue;
      const way = { chunks: before.chunks + 1, bytes: before.bytes + handed, from };
      if (isBetter(way, ways[end])) ways[end] = way;
    }
  }
  const cuts: number[] = [];
  let way = ways[steps.length];
  if (way === undefined) return undefined;
  while (way !== undefined && way.from > 0) {
    cuts.unshift(way.from);
    way = ways[way.from];
  }
  return cuts;
}

function isBetter(way: Way, than: Way | undefined): boolean {
  if (than === undefined || way.chunks !== than.chunks)
    return way.chunks < (than?.chunks ?? Infinity);
  return way.bytes < than.bytes;
}
