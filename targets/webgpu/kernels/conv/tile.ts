/** How many results of a convolution one invocation keeps, and how invocations form workgroups. */

import type { Device } from '../../../devices/device.ts';
import type { Problem } from './problem.ts';

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
}

const DEFAULT = { rows: 4, columns: 8, workgroupSize: [8, 8, 1], depth: 12 } as const;
const INVOCATIONS = 2048;

export function chooseTile(problem: Problem, device: Device): Tile {
  const { webgpu } = device;
  const wanted = { ...DEFAULT, ...webgpu?.kernels?.conv2d?.value };
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
  return {
    rows,
    columns,
    across,
    blocks,
    step,
    unrolled: wanted.depth >= 4 * problem.kernel[1],
    sharing,
    workgroup,
  };
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
