/**
 * Packs the constant right operand of a product at compile time: [panels][k][parts][panel], so that a
 * workgroup reads one run of memory from start to end. Columns beyond the last are zeros.
 */

import { coreOps } from '../../../../ir/ops/core/index.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { recipe } from '../recipe.ts';
import type { Matrix, Problem } from './problem.ts';
import type { Tile } from './tile.ts';

export function packedRight(
  constant: Constant,
  { n, k, parts, right }: Problem,
  { columns, lanes }: Tile,
): Constant {
  const turned = isTurned(right);
  /** How many columns of each part a workgroup computes. */
  const panel = columns * lanes;
  const panels = Math.ceil(n / panel);
  const missing = panels * panel - n;
  // One panel is what lies there already.
  if (panels === 1 && missing === 0 && !turned) return constant;
  const split = turned ? [parts, n, k] : [k, parts, n];
  let value = recipe(coreOps.reshape, [constant], { shape: split });
  if (missing > 0) {
    const pads = split.map(() => 0);
    pads[turned ? 1 : 2] = missing;
    value = recipe(coreOps.pad, [value, undefined], { pads: [0, 0, 0, ...pads], mode: 'constant' });
  }
  const tiled = turned ? [parts, panels, panel, k] : [k, parts, panels, panel];
  const perm = turned ? [1, 3, 0, 2] : [2, 0, 1, 3];
  value = recipe(coreOps.reshape, [value], { shape: tiled });
  return recipe(coreOps.transpose, [value], { perm });
}

/** Where a workgroup's panel lies in a packed operand. */
export function panelStep({ k, parts }: Problem, panel: number): number {
  return k * parts * panel;
}

/** The constant holds [n, k]: the flag of the product, not its values, says so. */
export function isTurned({ rows, columns }: Matrix): boolean {
  return rows === 1 && columns !== 1;
}
