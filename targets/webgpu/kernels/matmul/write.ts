/** Writes the tile of a product: what follows it, and the stores. */

import type { LowerRequest } from '../../lowering.ts';
import type { Storage } from '../../program.ts';
import type { KernelWriter, Width } from '../../syntax.ts';
import type { Combine } from './kernel.ts';
import { times } from './left.ts';
import { isAligned } from './problem.ts';
import type { Problem } from './problem.ts';
import { columnOf } from './right.ts';
import type { Tile } from './tile.ts';

interface Results {
  readonly problem: Problem;
  readonly tile: Tile;
  readonly result: Storage;
  /** The accumulators, by row: those of the first part, then those of the second. */
  readonly sums: readonly (readonly string[])[];
  /** The element where the item's result starts. */
  readonly start: string;
  readonly combine: Combine;
}

export function writeResults(request: LowerRequest, kernel: KernelWriter, results: Results): void {
  const { problem, tile, result, sums, start, combine } = results;
  const { m, n, out } = problem;
  const { rows, columns, lanes } = tile;
  const width: Width = request.epilogue.vectorizes && isAligned(out, 'columns', n) ? 4 : 1;
  const target = kernel.write(result, width);
  const finish = request.epilogue.begin(kernel);
  const places = times(rows, (row) => ({
    flat: kernel.let(`(item * ${m}u + m0 + ${row}u) * ${n}u`, 'r'),
    element: kernel.let(`${start} + (m0 + ${row}u) * ${out.rows}u`, 'o'),
  }));
  const when = (condition: string | undefined, body: () => void): void => {
    if (condition !== undefined) kernel.line(`if (${condition}) {`);
    body();
    if (condition !== undefined) kernel.line('}');
  };
  const vectors = columns / 4;
  for (let index = 0; index < vectors; index++) {
    const column = kernel.let(columnOf(index, tile), 'n');
    // Without subgroups, invocations whose first column is beyond the edge have returned.
    const inside = n % (columns * lanes) === 0 || (index === 0 && !tile.subgroup);
    when(inside ? undefined : `${column} < ${n}u`, () => {
      const shared = width === 4 ? combine(column, 4) : undefined;
      for (const [row, place] of places.entries()) {
        const parts = times(problem.parts, (part) => sums[row]?.[part * vectors + index] ?? '');
        const store = (value: string, at: string): void => {
          const flat = kernel.let(`${place.flat} + ${at}`, 'r');
          const step = out.columns === 1 ? at : `(${at}) * ${out.columns}u`;
          kernel.store(target, `${place.element} + ${step}`, finish(value, flat, width), width);
        };
        when(m % rows === 0 || row === 0 ? undefined : `m0 + ${row}u < ${m}u`, () => {
          if (shared !== undefined) return store(shared(parts), column);
          for (let lane = 0; lane < 4; lane++) {
            const at = kernel.let(`${column} + ${lane}u`, 'n');
            const of = parts.map((sum) => `${sum}[${lane}]`);
            when(n % 4 === 0 || lane === 0 ? undefined : `${at} < ${n}u`, () =>
              store(combine(at, 1)(of), at),
            );
          }
        });
      }
    });
  }
}
