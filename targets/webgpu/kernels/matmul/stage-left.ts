/** The rows of a product's left operand in the memory of a workgroup: vec4s along the reduction, then rows. */

import type { Bound, KernelWriter } from '../../syntax.ts';
import { together, workgroupArray } from '../staging.ts';
import { LANES, plus, times, turned } from './expressions.ts';
import { leftUnit } from './left.ts';
import type { LoadLeft } from './left.ts';
import type { Problem } from './problem.ts';
import type { Staged } from './stage.ts';
import { stagedRows } from './tile.ts';
import type { Tile } from './tile.ts';

/** `start` is the element where the item's matrix starts. */
export function stagedLeft(
  kernel: KernelWriter,
  a: Bound,
  problem: Problem,
  tile: Tile,
  start: string,
): Staged<LoadLeft> {
  const { left, m, k, type } = problem;
  const { rows, lanes, lines, staged } = tile;
  const height = rows * lines;
  const pitch = stagedRows(tile);
  const held = workgroupArray(kernel, a, type, 4, (staged / 4) * pitch);
  const clamp = (row: string, last: number): string =>
    m % height === 0 ? row : `min(${row}, ${last}u)`;
  const unit = leftUnit(problem, tile);
  const fill = (from: string, steps: number): void => {
    const fours = Math.ceil(steps / 4);
    if (unit === 'rows') {
      together(kernel, (fours * height) / 4, lanes * lines, (index) => {
        const row = kernel.let(`${index} % ${height / 4}u * 4u`);
        const four = kernel.let(`${index} / ${height / 4}u`);
        const base = kernel.let(
          `${start} + ${clamp(`(group.y * ${height}u + ${row})`, m - 4)} * ${left.rows}u`,
        );
        const loaded = times(4, (step) =>
          kernel.let(kernel.load(a, `${base} + ${inside(from, four, step)} * ${left.columns}u`, 4)),
        );
        for (const [lane, value] of turned(loaded).entries()) {
          held.store(`${four} * ${pitch}u + ${plus(row, lane)}`, value);
        }
      });
      return;
    }
    together(kernel, fours * height, lanes * lines, (index) => {
      // Neighbours load what lies side by side along the reduction.
      const row = kernel.let(`${index} / ${fours}u`);
      const four = kernel.let(`${index} % ${fours}u`);
      const base = kernel.let(
        `${start} + ${clamp(`(group.y * ${height}u + ${row})`, m - 1)} * ${left.rows}u`,
      );
      const value =
        unit === 'columns'
          ? kernel.load(a, `${base} + ${from} + ${four} * 4u`, 4)
          : `vec4(${times(4, (step) =>
              kernel.load(a, `${base} + ${inside(from, four, step)} * ${left.columns}u`),
            ).join(', ')})`;
      held.store(`${four} * ${pitch}u + ${row}`, value);
    });
  };
  /** Steps beyond the last are held and not used. */
  const inside = (from: string, four: string, step: number): string => {
    const place = plus(`${from} + ${four} * 4u`, step);
    return k % 4 === 0 ? `(${place})` : `min(${place}, ${k - 1}u)`;
  };
  return {
    fill,
    load: ({ at }) => {
      const base = kernel.let(`${at} / 4u * ${pitch}u + line * ${rows}u`, 'd');
      return times(rows, (row) => {
        const four = kernel.let(held.load(plus(base, row)), 'x');
        return LANES.map((lane) => `${four}.${lane}`);
      });
    },
  };
}
