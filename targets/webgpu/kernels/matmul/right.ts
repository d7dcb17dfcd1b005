/** Loads the right operand of a product: at each step of the reduction the columns of a tile as vec4s. */

import type { LowerRequest, Operand } from '../../lowering.ts';
import type { Bound, KernelWriter } from '../../syntax.ts';
import { wgslType } from '../../syntax.ts';
import { plus, times } from './expressions.ts';
import type { StepGroups, Steps } from './loop.ts';
import { isTurned, packedRight, panelStep } from './pack.ts';
import { isAligned } from './problem.ts';
import type { Problem } from './problem.ts';
import type { Staged } from './stage.ts';
import type { Tile } from './tile.ts';

/** vec4s by step, then by accumulator: those of the first part, then those of the second. */
export type LoadRight = (steps: Steps) => readonly (readonly string[])[];

/** A right operand as the walk over the reduction takes it. */
export interface Right {
  readonly load: LoadRight | Staged<LoadRight>;
  readonly groups?: StepGroups;
  /** What is left to do with the sums: rows of accumulators. */
  readonly finish?: (sums: readonly (readonly string[])[]) => void;
}

/** The first of four columns, of the vec4 `index` of a part: neighbours in the workgroup lie side by side. */
export function columnOf(index: number | 'vector', { lanes, columns }: Tile): string {
  const first = `panel * ${columns * lanes}u + lane * 4u`;
  return index === 'vector' ? `${first} + vector * ${4 * lanes}u` : plus(first, 4 * lanes * index);
}

/** A constant is worth packing unless it is read once, from one end to the other. */
export function packs({ constant }: Operand, { m, n, right }: Problem): boolean {
  if (constant === undefined || right.batch.some((step) => step !== 0)) return false;
  return m > 1 || n % 4 !== 0 || isTurned(right);
}

/** `item` gives the element where the item's matrix starts. */
export function rightLoader(
  kernel: KernelWriter,
  request: LowerRequest,
  b: Operand,
  problem: Problem,
  tile: Tile,
  item: () => string,
): LoadRight {
  const { constant } = b;
  if (constant !== undefined && packs(b, problem)) {
    return packedLoader(kernel, request, packedRight(constant, problem, tile), problem, tile);
  }
  const start = item();
  const { right, n, k, parts, type } = problem;
  const panel = tile.columns * tile.lanes;
  const clamp = (text: string, last: number): string =>
    n % panel === 0 ? text : `min(${text}, ${last}u)`;
  const vectors = times(parts, (part) =>
    times(tile.columns / 4, (index) => ({ part, first: columnOf(index, tile) })),
  ).flat();
  if (isAligned(right, 'columns', n)) {
    const bound = kernel.read(b.buffer, 4);
    const bases = vectors.map(({ part, first }) =>
      kernel.let(plus(`${start} + ${clamp(first, n - 4)}`, part * n), 'q'),
    );
    return byStep(kernel, bound, bases, right.rows);
  }
  const columns = vectors.map(({ part, first }) =>
    times(4, (lane) => {
      const column = clamp(plus(first, lane), n - 1);
      return kernel.let(`${start} + (${plus(column, part * n)}) * ${right.columns}u`, 'q');
    }),
  );
  if (isAligned(right, 'rows', k)) {
    const bound = kernel.read(b.buffer, 4);
    return ({ at, count }) => {
      const loaded = columns.map((four) =>
        four.map((from) => kernel.let(kernel.load(bound, `${from} + ${at}`, 4), 'y')),
      );
      return times(count, (step) =>
        loaded.map((four) =>
          kernel.let(`vec4(${four.map((lane) => `${lane}[${step}]`).join(', ')})`, 'y'),
        ),
      );
    };
  }
  const bound = kernel.read(b.buffer);
  return ({ at, count }) =>
    times(count, (step) =>
      columns.map((four) => {
        const lanes = four.map((from) =>
          kernel.load(bound, `${from} + (${plus(at, step)}) * ${right.rows}u`),
        );
        return kernel.let(`${wgslType(type, 4)}(${lanes.join(', ')})`, 'y');
      }),
    );
}

function packedLoader(
  kernel: KernelWriter,
  request: LowerRequest,
  constant: Parameters<LowerRequest['weight']>[0],
  problem: Problem,
  tile: Tile,
): LoadRight {
  const panel = tile.columns * tile.lanes;
  const bound = kernel.read(request.weight(constant), 4);
  const bases = times(problem.parts, (part) =>
    times(tile.columns / 4, (index) =>
      kernel.let(
        plus(
          `panel * ${panelStep(problem, panel)}u + lane * 4u`,
          part * panel + 4 * tile.lanes * index,
        ),
        'q',
      ),
    ),
  ).flat();
  return byStep(kernel, bound, bases, problem.parts * panel);
}

/** Loads of four columns, `stride` elements after those of the step before. */
function byStep(
  kernel: KernelWriter,
  bound: Bound,
  bases: readonly string[],
  stride: number,
): LoadRight {
  return ({ at, count }) => {
    const from = kernel.let(`${at} * ${stride}u`, 'd');
    return times(count, (step) =>
      bases.map((base) =>
        kernel.let(kernel.load(bound, plus(`${base} + ${from}`, step * stride), 4), 'y'),
      ),
    );
  };
}
