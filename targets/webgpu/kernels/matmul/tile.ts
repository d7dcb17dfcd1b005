/** Chooses what one invocation and one workgroup compute of a matrix product. */

import type { Device, RegisterTile } from '../../../devices/device.ts';
import type { Problem } from './problem.ts';

export interface Tile {
  /** Rows of the result in the registers of an invocation. */
  readonly rows: number;
  /** Columns of each part there; a multiple of 4. */
  readonly columns: number;
  /** Steps of the reduction in one turn of the loop; a multiple of 4. */
  readonly depth: number;
  /** Invocations beside each other along the columns, and along the rows. */
  readonly lanes: number;
  readonly lines: number;
  /** The lanes are one subgroup, which shares the rows of the left operand. */
  readonly subgroup: boolean;
}

/** What stays right, if not fastest, on phones. */
const DEFAULT_TILE: RegisterTile = {
  rows: 4,
  columns: 8,
  vectorWidth: 4,
  workgroupSize: [8, 8, 1],
};
const DEFAULT_INVOCATIONS = 2048;

export function chooseTile(problem: Problem, device: Device): Tile {
  const kernels = device.webgpu?.kernels;
  const given = kernels?.matmul?.value ?? DEFAULT_TILE;
  const wanted = kernels?.invocations?.value ?? DEFAULT_INVOCATIONS;
  const { m, n, parts } = problem;
  const size = given.subgroups === true ? subgroupSize(device) : undefined;
  // Subgroups that are mostly beyond the edges share nothing.
  const shared = size !== undefined && m >= size && n >= 2 * size ? size : undefined;
  const items = problem.batch.reduce((product, axis) => product * axis, 1);
  const least = shared ?? 1;
  let rows = Math.max(least, given.rows);
  let columns = Math.max(4, given.columns / parts);
  const count = (): number => items * Math.ceil(m / rows) * Math.ceil(n / columns);
  rows = even(m, rows, least);
  columns = Math.min(columns, multiple(n, 4));
  while (count() < wanted && (columns > 4 || rows > least)) {
    // The larger side shrinks, so that loads stay few; a subgroup loads few rows anyway.
    const wide = shared !== undefined || columns >= rows || rows <= least;
    if (columns > 4 && wide) columns = multiple(columns / 2, 4);
    else rows = even(m, rows / 2, least);
  }
  const depth = multiple(given.depth ?? 4, 4);
  if (shared !== undefined) {
    columns = even(n, columns * shared, 4 * shared) / shared;
    return { rows, columns, depth, lanes: shared, lines: 1, subgroup: true };
  }
  const [width, height] = given.workgroupSize;
  const grid = workgroup(width, height, Math.ceil(n / columns), Math.ceil(m / rows));
  columns = even(n, columns * grid.lanes, 4 * grid.lanes) / grid.lanes;
  return { rows, columns, depth, ...grid, subgroup: false };
}

/** The device's workgroup, turned towards the side that has more tiles. */
function workgroup(width: number, height: number, across: number, down: number) {
  const invocations = width * height;
  let lanes = width;
  while (lanes > 1 && lanes / 2 >= across) lanes = Math.ceil(lanes / 2);
  let lines = Math.max(1, Math.floor(invocations / lanes));
  while (lines > 1 && lines / 2 >= down) lines = Math.ceil(lines / 2);
  // One row of tiles: neighbours along it load what lies side by side.
  const room = down === 1 ? invocations : lanes;
  while (lanes < across && lanes * 2 <= room) lanes *= 2;
  return { lanes, lines };
}

/** The subgroup size, where code may rely on subgroups of one size. */
function subgroupSize({ webgpu }: Device): number | undefined {
  const size = webgpu?.subgroupSize?.value;
  const available = webgpu?.features.value.includes('subgroups') === true;
  return available && size !== undefined && size.min === size.max ? size.min : undefined;
}

/** The smallest tile, in steps of `step`, that needs no more tiles than `limit` does. */
function even(size: number, limit: number, step: number): number {
  const tiles = Math.ceil(size / Math.max(limit, step));
  return multiple(size / tiles, step);
}

function multiple(value: number, step: number): number {
  return Math.ceil(value / step) * step;
}
