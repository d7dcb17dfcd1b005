/** The scores of a tile: products of an invocation's queries with the keys of one step. */

import { literal } from '../../syntax.ts';
import type { KernelWriter } from '../../syntax.ts';
import type { Problem } from './problem.ts';
import { openRolled } from '../rolled.ts';
import { Registers } from './registers.ts';
import { times } from './rows.ts';
import type { LoadRows, RowReader } from './rows.ts';
import type { Tile } from './tile.ts';

/** Writes the scores of one step: for each query, vec4s over the keys from `t` on. */
type Scores = () => readonly (readonly string[])[];

/** `place` is the WGSL of the place of the query in row `row` of the tile. */
export function tileScores(
  kernel: KernelWriter,
  { scale }: Problem,
  { rows, columns, resident, unrolled }: Tile,
  query: RowReader,
  loadKeys: LoadRows,
  place: (row: string) => string,
): Scores {
  const factor = literal(kernel, 'f32', scale);
  const four = (terms: (key: number) => string, group: number): string =>
    `vec4<f32>(${times(4, (lane) => terms(4 * group + lane)).join(', ')})`;
  if (resident) {
    const queries = new Registers(kernel, rows, query.blocks);
    queries.each((name, row, block) => {
      kernel.line(`${name} = ${query.load(place(row), block)} * ${factor};`);
    });
    return () => {
      const keys = times(query.blocks, (block) => loadKeys('t', columns, `${block}u`));
      const product = (row: number, key: number): string =>
        keys.map((loaded, block) => `dot(${queries.at(row, block)}, ${loaded[key]})`).join(' + ');
      return times(rows, (row) =>
        times(columns / 4, (group) => kernel.let(four((key) => product(row, key), group))),
      );
    };
  }
  const places = times(rows, (row) => kernel.let(place(`${row}u`), 'r'));
  const blocks = unrolled ? undefined : query.runtimeBlocks();
  return () => {
    const names = times(rows, () => times(columns / 4, () => kernel.fresh('d')));
    for (const name of names.flat()) kernel.line(`var ${name} = vec4<f32>();`);
    if (blocks === undefined) openRolled(kernel, 'block', `${query.blocks}u`);
    else kernel.line(`for (var block = 0u; block < ${blocks}; block++) {`);
    const keys = loadKeys('t', columns, 'block');
    for (const [row, groups] of names.entries()) {
      const own = kernel.let(query.load(places[row] ?? '', 'block'), 'x');
      for (const [group, name] of groups.entries()) {
        kernel.line(`${name} += ${four((key) => `dot(${own}, ${keys[key]})`, group)};`);
      }
    }
    kernel.line('}');
    return names.map((groups) => groups.map((name) => kernel.let(`${name} * ${factor}`)));
  };
}
