/** How many results of a convolution one invocation keeps, and how invocations form workgroups. */

import type { Device, RegisterTile } from '../../../devices/device.ts';
import { WORKGROUP_BYTES } from '../staging.ts';
import type { Problem } from './problem.ts';
import { shiftsOf, tapsOf } from './shifts.ts';

export interface Tile {
  /** Neighbouring pixels of a row. */
  readonly rows: number;
  /** Output channels, a multiple of four. */
  readonly columns: number;
  /** Tiles in a row, and blocks of output channels. */
  readonly across: number;
  readonly blocks: number;
  /** Input channels of one step: a vec4, or one where their number is no multiple of four. */
  readonly step: 1 | 4;
  /** The taps of a row are unrolled and share what they load; else they are a loop. */
  readonly unrolled: boolean;
  /** Invocations that load weights for one another by subgroup broadcasts; 1 if each loads its own. */
  readonly sharing: number;
  /** Along the tiles, and along the blocks. */
  readonly workgroup: readonly [number, number];
  /** Steps over the input channels that a workgroup holds in its memory; 0 where it holds none. */
  readonly staged: number;
}

const DEFAULT = {
  rows: 4,
  columns: 8,
  vectorWidth: 4,
  workgroupSize: [8, 8, 1],
  depth: 12,
} as const satisfies RegisterTile;
const INVOCATIONS = 2048;
const MOST_STAGED = 8;

export function chooseTile(problem: Problem, device: Device): Tile {
  const { webgpu } = device;
  const wanted: RegisterTile = { ...DEFAULT, ...webgpu?.kernels?.conv2d?.value };
  const step = problem.inputs % 4 === 0 ? 4 : 1;
  const least = webgpu?.kernels?.invocations?.value ?? INVOCATIONS;
  const parts = problem.items * problem.height * (problem.upsampled ? 4 : 1);
  let { rows, across } = spreadRows(problem.width, wanted.rows);
  let { columns, blocks } = spreadColumns(problem.outputs, wanted.columns);
  while (parts * across * blocks < least && (columns > 4 || rows > 1)) {
    if (columns > 4 && columns >= rows) {
      ({ columns, blocks } = spreadColumns(problem.outputs, columns / 2));
    } else ({ rows, across } = spreadRows(problem.width, Math.ceil(rows / 2)));
  }
  const sharing = step === 4 && wanted.subgroups === true ? sharedLanes(device) : 1;
  const [x, y] = wanted.workgroupSize;
  const tiles = across * problem.height;
  // Those who share weights must work at the same block.
  const workgroup =
    sharing === 1
      ? ([Math.min(x, powerOfTwo(tiles)), Math.min(y, powerOfTwo(blocks))] as const)
      : ([Math.max(sharing, Math.min(x * y, powerOfTwo(tiles))), 1] as const);
  const unrolled = (wanted.depth ?? DEFAULT.depth) >= 4 * problem.kernel[1];
  const tile: Tile = {
    rows,
    columns,
    across,
    blocks,
    step,
    unrolled,
    sharing,
    workgroup,
    staged: 0,
  };
  return wanted.staged === true && sharing === 1 ? stage(tile, problem) : tile;
}

/** As many steps in the workgroup's memory as it has room for; of a workgroup that has none, half. */
function stage(tile: Tile, problem: Problem): Tile {
  const [x, y] = tile.workgroup;
  if (x === 1 && y === 1) return tile;
  const bytes = stepBytes(tile, problem);
  if (bytes > WORKGROUP_BYTES) {
    const smaller = x > y ? ([Math.ceil(x / 2), y] as const) : ([x, Math.ceil(y / 2)] as const);
    return stage({ ...tile, workgroup: smaller }, problem);
  }
  // Turns of one length only.
  let staged = Math.min(MOST_STAGED, Math.floor(WORKGROUP_BYTES / bytes));
  while ((problem.inputs / tile.step) % staged !== 0) staged--;
  return { ...tile, staged };
}

/** What a workgroup holds of one step where it shares weights and pixels, of floats; halves take less. */
function stepBytes(tile: Tile, problem: Problem): number {
  const { workgroup, rows, unrolled, step } = tile;
  const [x, y] = workgroup;
  const pixels = x * shiftsOf(problem, rows, unrolled).length * step;
  return (x > 1 ? 16 * y * stepWords(problem, tile) : 0) + (y > 1 ? 4 * pixels : 0);
}

/** Vec4s of weights that one invocation takes for one step over the input channels. */
export function stepWords(problem: Problem, { columns, step, unrolled }: Tile): number {
  return (tapsOf(problem, unrolled).length * step * columns) / 4;
}

/** As few tiles as can be, all of about the same length. */
function spreadRows(width: number, most: number) {
  const across = Math.ceil(width / most);
  return { across, rows: Math.ceil(width / across) };
}

/** The same in whole vec4s. */
function spreadColumns(outputs: number, most: number) {
  const four = Math.ceil(outputs / 4);
  const blocks = Math.ceil(four / Math.max(1, Math.floor(most / 4)));
  return { blocks, columns: 4 * Math.ceil(four / blocks) };
}

/** The size of every subgroup of the device, if it is the same for all shaders. */
function sharedLanes({ webgpu }: Device): number {
  const size = webgpu?.subgroupSize?.value;
  const has = webgpu?.features.value.includes('subgroups') === true;
  return has && size !== undefined && size.min === size.max ? size.min : 1;
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}
