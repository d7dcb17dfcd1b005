/** The weights of a convolution in few bits: items of four input by four output channels, in the order in which the kernel reads them. */

import { reshaped, transposed } from '../../../../compiler/compressed/blocks.ts';
import { constantOf } from '../../../../compiler/passes/shared/constant-folding.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { gcd } from '../../../../ir/dim.ts';
import { coreOps } from '../../../../ir/ops/core/index.ts';
import { fewBits } from '../few-bits/weight.ts';
import type { FewBits } from '../few-bits/weight.ts';
import { paletteOf } from '../palettes/weight.ts';
import type { Palette } from '../palettes/weight.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';

export interface FewWeight extends FewBits {
  /** Input channels that share scales; undefined where an output channel has one scale for all. */
  readonly group: number | undefined;
}

/** Undefined for weights that are read as floats or looked up. */
export function fewWeight(problem: Problem): FewWeight | undefined {
  const { weight, inputs, kernel } = problem;
  if (!takesFewBits(problem)) return undefined;
  let group: number | undefined;
  const found = fewBits(weight, ([, channels = 1, y = 1, x = 1]) => {
    if (channels >= inputs && y >= kernel[0] && x >= kernel[1]) return [1, inputs, ...kernel];
    group = gcd(Math.min(channels, inputs), inputs);
    return group % 4 === 0 ? [1, group, 1, 1] : undefined;
  });
  return found && { ...found, group };
}

/** Undefined for weights that are read otherwise. */
export function paletteWeight(problem: Problem): Palette | undefined {
  if (!takesFewBits(problem)) return undefined;
  const { weight } = problem;
  const [, ...inner] = weight.type.shape;
  return paletteOf(weight, ([, ...served]) =>
    served.every((size, axis) => size >= (inner[axis] ?? 1)),
  );
}

/** Those of parities and of Winograd's tiles are sums. */
function takesFewBits({ weights, upsampled, inputs }: Problem): boolean {
  return !upsampled && weights !== 'winograd' && inputs % 4 === 0;
}

/**
 * As `packWeight` does it, but for the channels of a step, which share an item with four outputs. Two neighbouring channels
 * of an output may lie beside each other.
 */
export function packedItems(
  data: Constant,
  neighbours: boolean,
  problem: Problem,
  tile: Tile,
): Constant {
  const { inputs, kernel } = problem;
  const { blocks, columns } = tile;
  const byChannel = neighbours ? [2, 2] : [4, 1];
  const split = reshaped(withOutputs(data, problem, tile), [
    blocks,
    columns / 4,
    4,
    inputs / 4,
    ...byChannel,
    ...kernel,
  ]);
  const perm = tile.unrolled ? [0, 6, 3, 7, 1, 4, 2, 5] : [0, 6, 7, 3, 1, 4, 2, 5];
  return transposed(split, perm);
}

/** What groups have: the groups stand where the steps of the weights do. */
export function packedGroups(constant: Constant, problem: Problem, tile: Tile): Constant {
  const { blocks, columns } = tile;
  const [, groups = 1, ...kernel] = constant.type.shape;
  const split = reshaped(withOutputs(constant, problem, tile), [
    blocks,
    columns,
    groups,
    ...kernel,
  ]);
  return transposed(split, tile.unrolled ? [0, 3, 2, 4, 1] : [0, 3, 4, 2, 1]);
}

/** Missing outputs are zeros. */
export function withOutputs(
  constant: Constant,
  { outputs }: Problem,
  { blocks, columns }: Tile,
): Constant {
  const missing = blocks * columns - outputs;
  if (missing === 0) return constant;
  const pads = [0, 0, 0, 0, missing, 0, 0, 0];
  return constantOf(coreOps.pad, [constant, undefined], { pads, mode: 'constant' });
}
