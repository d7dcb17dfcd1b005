/** Chooses what one invocation and one workgroup compute of a matrix product. */

import type { Device, RegisterTile } from '../../../devices/device.ts';
import { WORKGROUP_BYTES } from '../staging.ts';
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
  /** Steps of the reduction that a workgroup holds in its memory, a multiple of the depth; 0 where it holds none. */
  readonly staged: number;
}

/** What stays right, if not fastest, on phones. */
const DEFAULT_TILE: RegisterTile = {
  rows: 4,
  columns: 8,
  vectorWidth: 4,
  workgroupSize: [8, 8, 1],
};
const DEFAULT_INVOCATIONS = 2048;
const MOST_STAGED = 16;

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
    return { rows, columns, depth, lanes: shared, lines: 1, subgroup: true, staged: 0 };
  }
  const [width, height] = given.workgroupSize;
  const grid = workgroup(width, height, Math.ceil(n / columns), Math.ceil(m / rows));
  columns = even(n, columns * grid.lanes, 4 * grid.lanes) / grid.lanes;
  const tile = { rows, columns, depth, ...grid, subgroup: false, staged: 0 };
  return given.staged === true ? stage(tile, problem) : tile;
}

/** As many steps in the workgroup's memory as it has room for; of a workgroup that has none, half. */
function stage(tile: Tile, problem: Problem): Tile {
  const { lanes, lines, depth } = tile;
  if (lanes === 1 && lines === 1) return tile;
  const bytes = stagedBytes(tile, problem, depth);
  const most = Math.min(MOST_STAGED, multiple(problem.k, depth));
  const fitting = Math.floor(Math.min(WORKGROUP_BYTES / bytes, Math.max(1, most / depth)));
  if (fitting === 0) {
    const smaller =
      lanes > lines ? { lanes: Math.ceil(lanes / 2) } : { lines: Math.ceil(lines / 2) };
    return stage({ ...tile, ...smaller }, problem);
  }
  // Turns of the same length leave no last one, which is code of its own.
  const turns = Math.ceil(problem.k / (fitting * depth));
  return { ...tile, staged: multiple(problem.k / turns, depth) };
}

/** What of a product's operands several invocations of a workgroup use. */
export function sharedOperands({ lanes, lines }: Tile): {
  readonly left: boolean;
  readonly right: boolean;
} {
  return { left: lanes > 1, right: lines > 1 };
}

/** Rows of the left operand in the workgroup's memory: one more than are used, so that steps do not begin in the same bank. */
export function stagedRows({ rows, lines }: Tile): number {
  return rows * lines + 1;
}

/** Of floats; halves take less. */
function stagedBytes(tile: Tile, { parts }: Problem, steps: number): number {
  const { columns, lanes } = tile;
  const { left, right } = sharedOperands(tile);
  const fours = Math.ceil(steps / 4) * stagedRows(tile);
  return 16 * ((left ? fours : 0) + (right ? (steps * parts * columns * lanes) / 4 : 0));
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
