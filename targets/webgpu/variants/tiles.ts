/**
 * Other tiles for a kernel, as device files that ask for them. What weights are packed by stays: of products the columns of
 * a workgroup, of convolutions those of an invocation and whether taps are unrolled.
 */

import type { Device, KernelParameters, RegisterTile } from '../../devices/device.ts';
import { figure } from '../../devices/figure.ts';
import { convProblem, upsampledProblem } from '../kernels/conv/problem.ts';
import { chooseTile as chooseConvTile } from '../kernels/conv/tile.ts';
import { productOf } from '../kernels/matmul/problem.ts';
import { chooseTile as chooseProductTile } from '../kernels/matmul/tile.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Family } from '../tune/problem.ts';

/** A tile, and the device as it would be with it. */
export interface OtherTile {
  readonly name: string;
  readonly device: Device;
}

type Options = readonly (readonly [name: string, tile: RegisterTile])[];
type Size = RegisterTile['workgroupSize'];
type Extras = Pick<RegisterTile, 'depth' | 'staged'>;

/** The same names in the same order for all kernels of a family, as far as they can have such a tile. */
export function otherTiles(
  family: Family,
  request: LowerRequest,
  device: Device,
): readonly OtherTile[] {
  const tiles = {
    matmul: productTiles,
    conv2d: convTiles,
    attention: attentionTiles,
  }[family](request, device);
  return tiles.map(([name, tile]) => ({ name, device: withTile(device, family, tile) }));
}

/** As it is: tiles do not shrink for the sake of more invocations. */
function withTile(device: Device, family: Family, tile: RegisterTile): Device {
  if (device.webgpu === null) throw new Error('a device without WebGPU has no tiles');
  const from = 'a variant';
  const kernels: KernelParameters = {
    ...device.webgpu.kernels,
    [family]: figure(tile, 'estimated', from),
    invocations: figure(1, 'estimated', from),
  };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

function tile(
  rows: number,
  columns: number,
  workgroupSize: Size,
  extras: Extras = {},
): RegisterTile {
  return { rows, columns, vectorWidth: 4, workgroupSize, ...extras };
}

function productTiles(request: LowerRequest, device: Device): Options {
  const parts = request.node.op.name === 'linear_geglu' ? 2 : 1;
  const now = chooseProductTile(productOf(request, parts).problem, device);
  const panel = now.columns * now.lanes;
  /** In a workgroup of at most so many invocations. */
  const shaped = (rows: number, wanted: number, invocations: number, extras: Extras = {}) => {
    const columns = panel % wanted === 0 ? wanted : now.columns;
    const lanes = panel / columns;
    const lines = Math.max(1, Math.floor(invocations / lanes));
    return tile(rows, columns * parts, [lanes, lines, 1], { depth: now.depth, ...extras });
  };
  return [
    ['8 rows', shaped(8, now.columns, 32)],
    ['staged', shaped(4, now.columns, 64, { staged: true })],
    ['8 rows, 16 columns', shaped(8, 16, 16)],
  ];
}

function convTiles(request: LowerRequest, device: Device): Options {
  const upsampled = request.node.op.name === 'upsample_conv';
  const problem = upsampled ? upsampledProblem(request) : convProblem(request);
  if (problem === undefined) return [];
  const { columns, unrolled } = chooseConvTile(problem, device);
  const depth = unrolled ? 4 * problem.kernel[1] : 4;
  const shaped = (rows: number, workgroupSize: Size, extras: Extras = {}) =>
    tile(rows, columns, workgroupSize, { depth, ...extras });
  return [
    ['8 rows', shaped(8, [8, 8, 1])],
    ['staged', shaped(4, [8, 8, 1], { staged: true })],
    ['16 rows', shaped(16, [8, 1, 1])],
  ];
}

/** No weights, no constraints. */
function attentionTiles(): Options {
  return [
    ['4 rows', tile(4, 8, [32, 1, 1], { depth: 10 })],
    ['staged', tile(1, 8, [64, 1, 1], { depth: 20, staged: true })],
    ['2 rows', tile(2, 8, [64, 1, 1], { depth: 10 })],
  ];
}
