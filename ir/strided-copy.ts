/** Copies elements from strided places to strided places, in an order that caches like. */

/** One loop of a copy: how many steps, and how far each goes on both sides, in elements. */
export interface CopyAxis {
  readonly size: number;
  readonly from: number;
  readonly to: number;
}

/** Elements as words of their size: bits are moved, never looked at. */
export type Words = Uint8Array | Uint16Array | Uint32Array;

/** A transposition goes by squares of this many elements, whose rows on both sides stay in the nearest cache. */
const TILE = 32;
/** Shorter runs are copied faster by a loop than by a call. */
const LONG_RUN = 64;

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
  const last = loops.pop() ?? NONE;
  if (last.from === 1 && last.to === 1 && last.size >= LONG_RUN) {
    eachStart(loops, fromStart, toStart, (f, t) => to.set(from.subarray(f, f + last.size), t));
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
  eachStart(loops, fromStart, toStart, (f, t) => copyPlanes(from, f, to, t, third, outer, inner));
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
  from: number,
  to: number,
  visit: (from: number, to: number) => void,
): void {
  const [loop, ...inner] = loops;
  if (loop === undefined) return visit(from, to);
  for (let index = 0; index < loop.size; index++) {
    eachStart(inner, from + index * loop.from, to + index * loop.to, visit);
  }
}

function copyPlanes(
  from: Words,
  fromStart: number,
  to: Words,
  toStart: number,
  planes: CopyAxis,
  rows: CopyAxis,
  columns: CopyAxis,
): void {
  for (let plane = 0; plane < planes.size; plane++) {
    const f = fromStart + plane * planes.from;
    const t = toStart + plane * planes.to;
    for (let row = 0; row < rows.size; row += TILE) {
      const height = Math.min(TILE, rows.size - row);
      for (let column = 0; column < columns.size; column += TILE) {
        const width = Math.min(TILE, columns.size - column);
        const start = f + row * rows.from + column * columns.from;
        const end = t + row * rows.to + column * columns.to;
        copyTile(from, start, to, end, height, rows, width, columns);
      }
    }
  }
}

function copyTile(
  from: Words,
  fromStart: number,
  to: Words,
  toStart: number,
  height: number,
  rows: CopyAxis,
  width: number,
  columns: CopyAxis,
): void {
  const { from: rowFrom, to: rowTo } = rows;
  const { from: columnFrom, to: columnTo } = columns;
  for (let row = 0; row < height; row++) {
    let f = fromStart + row * rowFrom;
    let t = toStart + row * rowTo;
    for (let column = 0; column < width; column++) {
      to[t] = from[f] ?? 0;
      f += columnFrom;
      t += columnTo;
    }
  }
}
