/** Chooses how an attention is computed: what one invocation keeps, and how keys and values reach it. */

import type { Device, RegisterTile } from '../../../devices/device.ts';
import { itemsOf } from './problem.ts';
import type { Problem } from './problem.ts';

export interface Tile {
  /** Queries of one invocation. */
  readonly rows: number;
  /** Keys of one step, a multiple of four. */
  readonly columns: number;
  /** The features of values are unrolled and their sums in registers; else they are a loop over an array. */
  readonly unrolled: boolean;
  /** The queries stay in registers; else each step reads them again. */
  readonly resident: boolean;
  /** Each invocation reads keys and values itself, its subgroup shares what each reads, or its workgroup does. */
  readonly source: 'own' | 'subgroup' | 'workgroup';
  /** Invocations of a subgroup, where these share; else 1. */
  readonly lanes: number;
  readonly workgroup: number;
  /** Keys that a workgroup holds in its memory at once. */
  readonly staged: number;
}

/** For phones: few registers, and loads that all invocations of a workgroup do alike. */
const DEFAULT = {
  rows: 1,
  columns: 8,
  vectorWidth: 4,
  workgroupSize: [64, 1, 1],
  depth: 20,
} as const satisfies RegisterTile;
const DEFAULT_INVOCATIONS = 2048;
/** What every device has. */
const WORKGROUP_BYTES = 16384;
const MOST_STAGED = 64;

export function chooseTile(problem: Problem, device: Device): Tile {
  const kernels = device.webgpu?.kernels;
  const given: RegisterTile = { ...DEFAULT, ...kernels?.attention?.value };
  const { queries, features, width } = problem;
  const least = kernels?.invocations?.value ?? DEFAULT_INVOCATIONS;
  let rows = Math.min(given.rows, queries);
  while (rows > 1 && itemsOf(problem) * Math.ceil(queries / rows) < least) {
    rows = Math.ceil(rows / 2);
  }
  const [x, y, z] = given.workgroupSize;
  const workgroup = Math.min(x * y * z, powerOfTwo(Math.ceil(queries / rows)));
  const unrolled = Math.ceil(Math.max(features, width) / 4) <= (given.depth ?? DEFAULT.depth);
  const resident = unrolled && rows > 1;
  const lanes = given.subgroups === true ? subgroupSize(device) : undefined;
  // Queries in registers leave little to gain from many keys at once, and the code long.
  const wanted = resident ? 4 : Math.ceil(given.columns / 4) * 4;
  const own = { rows, columns: wanted, unrolled, resident, lanes: 1, workgroup, staged: 0 };
  if (lanes !== undefined) {
    const columns = Math.ceil(wanted / lanes) * lanes;
    return { ...own, columns, source: 'subgroup', lanes, workgroup: Math.max(lanes, workgroup) };
  }
  const bytes = 16 * (Math.ceil(features / 4) + Math.ceil(width / 4));
  const fitting = Math.floor(Math.min(MOST_STAGED, WORKGROUP_BYTES / bytes) / wanted) * wanted;
  if (given.staged !== true || fitting === 0) return { ...own, source: 'own' };
  return { ...own, source: 'workgroup', staged: fitting };
}

function powerOfTwo(atLeast: number): number {
  return 2 ** Math.ceil(Math.log2(atLeast));
}

/** The subgroup size, where code may rely on subgroups of one size. */
function subgroupSize({ webgpu }: Device): number | undefined {
  const size = webgpu?.subgroupSize?.value;
  const available = webgpu?.features.value.includes('subgroups') === true;
  if (!available || size === undefined || size.min !== size.max) return undefined;
  return size.min % 4 === 0 ? size.min : undefined;
}
