/** The inner loops of strided copies. */

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
/** Runs of elements that lie side by side in the result and come from where the table says. */
export function copyTable(
  from: Words,
  fromStart: number,
  to: Words,
  toStart: number,
  rows: CopyAxis,
  table: Int32Array,
): void {
  const { length } = table;
  for (let row = 0; row < rows.size; row++) {
    const f = fromStart + row * rows.from;
    const t = toStart + row * rows.to;
    for (let index = 0; index < length; index++) {
      to[t + index] = from[f + (table[index] ?? 0)] ?? 0;
    }
  }
}

/** Squares of rows and columns, for transpositions. */
export function copyPlanes(
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
