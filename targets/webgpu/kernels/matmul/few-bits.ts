/** The constant right operand of a product in few bits: [panels][k / 4][parts][panel / 4] items of four steps by four columns. */

import { reshaped, transposed } from '../../../../compiler/compressed/blocks.ts';
import { constantOf } from '../../../../compiler/passes/shared/constant-folding.ts';
import type { Constant } from '../../../../ir/constant.ts';
import { gcd } from '../../../../ir/dim.ts';
import { coreOps } from '../../../../ir/ops/core/index.ts';
import { elementCount } from '../../../../ir/types.ts';
import type { Operand } from '../../lowering.ts';
import { fewBits } from '../few-bits/weight.ts';
import type { FewBits } from '../few-bits/weight.ts';
import { paletteOf } from '../palettes/weight.ts';
import type { Palette } from '../palettes/weight.ts';
import { recipe } from '../recipe.ts';
import { isTurned } from './pack.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';

/** The operand's scales and zeros have rows of a group of steps each, and are packed like a row of the operand. */
export interface FewRight extends FewBits {
  /** Steps that share scales; all of them where there is one group. */
  readonly group: number;
}

/** Undefined for an operand that is read as floats or looked up. */
export function fewRight(b: Operand, problem: Problem): FewRight | undefined {
  const { k } = problem;
  const matrix = rightMatrix(b, problem);
  const found =
    matrix &&
    fewBits(matrix, ([along = k]) => {
      const group = along >= k ? k : gcd(along, k);
      return group === k || group % 4 === 0 ? [group, 1] : undefined;
    });
  return found && { ...found, group: found.blocks[0] ?? k };
}

/** Undefined for an operand that is read otherwise. */
export function paletteRight(b: Operand, problem: Problem): Palette | undefined {
  const matrix = rightMatrix(b, problem);
  return matrix && paletteOf(matrix, ([along = 1]) => along >= problem.k);
}

/** A constant that is one matrix, as [k, columns of all parts]. */
function rightMatrix({ constant }: Operand, { n, k, parts, right }: Problem): Constant | undefined {
  if (constant === undefined || right.batch.some((step) => step !== 0)) return undefined;
  const columns = parts * n;
  if (elementCount(constant.type.shape) !== columns * k) return undefined;
  const shaped = (shape: readonly number[]): Constant =>
    recipe(coreOps.reshape, [constant], { shape });
  return isTurned(right)
    ? recipe(coreOps.transpose, [shaped([columns, k])], { perm: [1, 0] })
    : shaped([k, columns]);
}

/** Columns, or steps, beyond the last are zeros. Two neighbouring steps of a column may lie beside each other. */
export function packedItems(
  data: Constant,
  neighbours: boolean,
  problem: Problem,
  tile: Tile,
): Constant {
  const { n, k, parts } = problem;
  const { panel, panels } = panelsOf(problem, tile);
  const fours = Math.ceil(k / 4);
  const whole = withEnds(reshaped(data, [k, parts, n]), [fours * 4 - k, 0, panels * panel - n]);
  const byStep = neighbours ? [2, 2] : [4, 1];
  const split = reshaped(whole, [fours, ...byStep, parts, panels, panel / 4, 4]);
  return transposed(split, [4, 0, 3, 5, 1, 6, 2]);
}

/** What the groups have: [panels][groups][parts][panel]. */
export function packedGroups(constant: Constant, problem: Problem, tile: Tile): Constant {
  const { n, parts } = problem;
  const { panel, panels } = panelsOf(problem, tile);
  const [groups = 1] = constant.type.shape;
  const whole = withEnds(reshaped(constant, [groups, parts, n]), [0, 0, panels * panel - n]);
  return transposed(reshaped(whole, [groups, parts, panels, panel]), [2, 0, 1, 3]);
}

/** The columns of a workgroup, and how many such panels there are. */
export function panelsOf({ n }: Problem, { columns, lanes }: Tile) {
  const panel = columns * lanes;
  return { panel, panels: Math.ceil(n / panel) };
}

/** With zeros behind it along each axis. */
export function withEnds(constant: Constant, after: readonly number[]): Constant {
  if (after.every((count) => count === 0)) return constant;
  const pads = [...after.map(() => 0), ...after];
  return constantOf(coreOps.pad, [constant, undefined], { pads, mode: 'constant' });
}
