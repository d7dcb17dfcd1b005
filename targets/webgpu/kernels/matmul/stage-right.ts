/** The columns of a product's right operand in the memory of a workgroup: vec4s by step, then by part and column. */

import type { LowerRequest, Operand } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { together, workgroupArray } from '../staging.ts';
import { plus, times, turned } from './expressions.ts';
import { packedRight, panelStep } from './pack.ts';
import { isAligned } from './problem.ts';
import type { Problem } from './problem.ts';
import { packs } from './right.ts';
import type { LoadRight } from './right.ts';
import type { Staged } from './stage.ts';
import type { Tile } from './tile.ts';

export function stagedRight(
  kernel: KernelWriter,
  request: LowerRequest,
  b: Operand,
  problem: Problem,
  tile: Tile,
  item: () => string,
): Staged<LoadRight> {
  const { n, k, parts, type, right } = problem;
  const { columns, lanes, lines, staged } = tile;
  const panel = columns * lanes;
  const width = (parts * panel) / 4;
  const invocations = lanes * lines;
  const packed = b.constant !== undefined && packs(b, problem) ? b.constant : undefined;
  const unit = isAligned(right, 'columns', n)
    ? 'columns'
    : isAligned(right, 'rows', k)
      ? 'rows'
      : undefined;
  const buffer =
    packed === undefined ? b.buffer : request.weight(packedRight(packed, problem, tile));
  const bound = kernel.read(buffer, packed === undefined && unit === undefined ? 1 : 4);
  const held = workgroupArray(kernel, bound, type, 4, staged * width);
  /** Where the column `lane` of a vec4 lies along its row, or its first where it is loaded whole. */
  const columnOf = (four: string, lane: number, last: number): string => {
    const place = plus(`panel * ${panel}u + ${four} % ${panel / 4}u * 4u`, lane);
    const inside = n % panel === 0 ? place : `min(${place}, ${last}u)`;
    return parts === 1 ? `(${inside})` : `(${inside} + ${four} / ${panel / 4}u * ${n}u)`;
  };
  const start = packed === undefined ? item() : '';
  const fill = (from: string, steps: number): void => {
    if (packed !== undefined) {
      const first = kernel.let(
        `panel * ${panelStep(problem, panel)}u + ${from} * ${parts * panel}u`,
      );
      together(kernel, steps * width, invocations, (index) => {
        held.store(index, kernel.load(bound, `${first} + ${index} * 4u`, 4));
      });
      return;
    }
    if (unit === 'rows') {
      const fours = steps / 4;
      together(kernel, fours * width, invocations, (index) => {
        const [at, four] = [
          kernel.let(`${index} % ${fours}u * 4u`),
          kernel.let(`${index} / ${fours}u`),
        ];
        const loaded = times(4, (lane) => {
          const column = `${columnOf(four, lane, n - 1)} * ${right.columns}u`;
          return kernel.let(kernel.load(bound, `${start} + ${column} + ${from} + ${at}`, 4));
        });
        for (const [step, value] of turned(loaded).entries()) {
          held.store(`(${plus(at, step)}) * ${width}u + ${four}`, value);
        }
      });
      return;
    }
    together(kernel, steps * width, invocations, (index) => {
      const four = kernel.let(`${index} % ${width}u`);
      const row = kernel.let(`${start} + (${from} + ${index} / ${width}u) * ${right.rows}u`);
      const at = (lane: number, last: number): string =>
        `${row} + ${columnOf(four, lane, last)} * ${right.columns}u`;
      const value =
        unit === 'columns'
          ? kernel.load(bound, at(0, n - 4), 4)
          : `vec4(${times(4, (lane) => kernel.load(bound, at(lane, n - 1))).join(', ')})`;
      held.store(index, value);
    });
  };
  return {
    fill,
    load: ({ at, count }) => {
      const from = kernel.let(`${at} * ${width}u + lane`, 'd');
      return times(count, (step) =>
        times(width / lanes, (index) =>
          kernel.let(held.load(plus(from, step * width + index * lanes)), 'y'),
        ),
      );
    },
  };
}
