/** Writes the tile of a product: what follows it, and the stores. */

import type { LowerRequest } from '../../lowering.ts';
import type { Storage } from '../../program.ts';
import { wgslType } from '../../syntax.ts';
import type { KernelWriter, Width } from '../../syntax.ts';
import type { Combine } from './kernel.ts';
import { plus, times } from './expressions.ts';
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

/** Of more rows the stores are a loop: what follows a product would make most of a large shader. */
const MAX_UNROLLED_ROWS = 4;

export function writeResults(request: LowerRequest, kernel: KernelWriter, results: Results): void {
  const { problem, tile, sums } = results;
  const { m, n, parts, type } = problem;
  const { rows, columns, lanes } = tile;
  const vectors = columns / 4;
  const store = storing(request, kernel, results);
  // Without subgroups, invocations whose first column is beyond the edge have returned.
  const whole = n % (columns * lanes) === 0;
  if (rows <= MAX_UNROLLED_ROWS) {
    for (let index = 0; index < vectors; index++) {
      const column = kernel.let(columnOf(index, tile), 'n');
      const inside = whole || (index === 0 && !tile.subgroup);
      when(kernel, inside ? undefined : `${column} < ${n}u`, () => {
        for (const [row, own] of sums.entries()) {
          const of = times(parts, (part) => own[part * vectors + index] ?? '');
          const guard = m % rows === 0 || row === 0 ? undefined : `m0 + ${row}u < ${m}u`;
          when(kernel, guard, () => store(row === 0 ? 'm0' : `(m0 + ${row}u)`, column, of));
        }
      });
    }
    return;
  }
  const names = sums.flat();
  const list = kernel.fresh('sums');
  const array = `array<${wgslType(type, 4)}, ${names.length}>`;
  kernel.line(
    `var ${list} = ${array}(${names.join(', ')});`,
    // Not from zero: drivers would unroll it again.
    `for (var line = m0; line < min(m0 + ${rows}u, ${m}u); line++) {`,
    `for (var vector = 0u; vector < ${vectors}u; vector++) {`,
  );
  const column = kernel.let(columnOf('vector', tile), 'n');
  when(kernel, whole ? undefined : `${column} < ${n}u`, () => {
    const at = `(line - m0) * ${parts * vectors}u + vector`;
    const of = times(parts, (part) => kernel.let(`${list}[${plus(at, part * vectors)}]`));
    store('line', column, of);
  });
  kernel.line('}', '}');
}

/** Writes what becomes of four sums of each part, from a column on, and their stores. */
function storing(
  request: LowerRequest,
  kernel: KernelWriter,
  { problem, result, start, combine }: Results,
): (line: string, column: string, parts: readonly string[]) => void {
  const { m, n, out } = problem;
  const width: Width = request.epilogue.vectorizes && isAligned(out, 'columns', n) ? 4 : 1;
  const target = kernel.write(result, width);
  const finish = request.epilogue.begin(kernel);
  return (line, column, parts) => {
    const one = (at: string, of: readonly string[]): void => {
      const flat = kernel.let(`(item * ${m}u + ${line}) * ${n}u + ${at}`, 'r');
      const step = out.columns === 1 ? at : `(${at}) * ${out.columns}u`;
      const element = kernel.let(`${start} + ${line} * ${out.rows}u + ${step}`, 'o');
      kernel.store(target, element, finish(combine(of, at, width), flat, width), width);
    };
    if (width === 4) return one(column, parts);
    for (let lane = 0; lane < 4; lane++) {
      const at = kernel.let(plus(column, lane), 'n');
      const of = parts.map((sum) => `${sum}[${lane}]`);
      when(kernel, n % 4 === 0 || lane === 0 ? undefined : `${at} < ${n}u`, () => one(at, of));
    }
  };
}

function when(kernel: KernelWriter, condition: string | undefined, body: () => void): void {
  if (condition !== undefined) kernel.line(`if (${condition}) {`);
  body();
  if (condition !== undefined) kernel.line('}');
}
