/** Copies elements from strided places to strided places, in an order that caches like. */

import { copyPlanes, copyTable } from './copy-loops.ts';
import type { CopyAxis, Words } from './copy-loops.ts';

export type { CopyAxis, Words };

/** Shorter runs are copied faster by a loop than by a call. */
const LONG_RUN = 64;
/** Loops shorter than this cost more than what they do, and are written out as a table of offsets instead. */
const SHORT_LOOP = 16;
const LONGEST_TABLE = 1024;

const NONE: CopyAxis = { size: 1, from: 0, to: 0 };

/** to[toStart + sum(c * axis.to)] = from[fromStart + sum(c * axis.from)] for all coordinates c. */
export function copyWords(
  from: Words,
  fromStart: number,
  to: Words,
  toStart: number,
  axes: readonly CopyAxis[],
): void {
  if (axes.some(({ size }) => size === 0)) return;
  const loops = merged(axes);
  const { table, rest } = tableOf(loops);
  if ((loops.at(-1)?.size ?? 1) < SHORT_LOOP && table.length >= SHORT_LOOP) {
    const row = rest.pop() ?? NONE;
    eachStart(rest, 0, fromStart, toStart, (f, t) => copyTable(from, f, to, t, row, table));
    return;
  }
  const last = loops.pop() ?? NONE;
  if (last.from === 1 && last.to === 1 && last.size >= LONG_RUN) {
    eachStart(loops, 0, fromStart, toStart, (f, t) => to.set(from.subarray(f, f + last.size), t));
    return;
  }
  const nearest = loops.reduce(
    (best, { from: step }, index) =>
      Math.abs(step) < Math.abs(loops[best]?.from ?? Infinity) ? index : best,
    loops.length - 1,
  );
  const [second = NONE] = nearest < 0 ? [] : loops.splice(nearest, 1);
  const third = loops.pop() ?? NONE;
  const [outer, inner] = last.size < second.size ? [last, second] : [second, last];
  eachStart(loops, 0, fromStart, toStart, (f, t) =>
    copyPlanes(from, f, to, t, third, outer, inner),
  );
}

/** From the farthest steps in the result to the nearest; axes that one loop can walk are one. */
function merged(axes: readonly CopyAxis[]): CopyAxis[] {
  const loops: CopyAxis[] = [];
  const sorted = axes.filter(({ size }) => size > 1).sort((a, b) => b.to - a.to);
  for (const axis of sorted) {
    const outer = loops.at(-1);
    if (outer?.from === axis.from * axis.size && outer.to === axis.to * axis.size) {
      loops[loops.length - 1] = { ...axis, size: outer.size * axis.size };
    } else loops.push(axis);
  }
  return loops;
}

function eachStart(
  loops: readonly CopyAxis[],
  depth: number,
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void {
  const loop = loops[depth];
  if (loop === undefined) return visit(from, to);
  for (let index = 0; index < loop.size; index++) {
    eachStart(loops, depth + 1, from + index * loop.from, to + index * loop.to, visit);
  }
}

/** The nearest loops whose results lie side by side, as the places that such a run comes from, and the others. */
function tableOf(loops: readonly CopyAxis[]): {
  readonly table: Int32Array;
  readonly rest: CopyAxis[];
} {
  const rest = [...loops];
  let table = Int32Array.of(0);
  for (let loop = rest.at(-1); loop?.to === table.length; loop = rest.at(-1)) {
    const { size, from } = loop;
    const { length } = table;
    const steps = largestDivisor(size, LONGEST_TABLE / length);
    if (steps === 1) break;
    const wider = new Int32Array(steps * length);
    for (let step = 0; step < steps; step++) {
      for (let index = 0; index < length; index++) {
        wider[step * length + index] = step * from + (table[index] ?? 0);
      }
    }
    table = wider;
    rest.pop();
    if (steps < size) rest.push({ size: size / steps, from: steps * from, to: steps * length });
  }
  return { table, rest };
}

function largestDivisor(size: number, limit: number): number {
  let divisor = Math.min(size, Math.floor(limit));
  while (divisor > 1 && size % divisor !== 0) divisor--;
  return divisor;
}
