/** The walk over the keys, in steps; where a workgroup shares what it reads, by way of its memory. */

import type { KernelWriter } from '../../syntax.ts';
import { openRolled } from '../rolled.ts';
import { rowLoader } from './rows.ts';
import type { LoadRows, RowReader } from './rows.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';

export interface KeyWalk {
  readonly loadKeys: LoadRows;
  readonly loadValues: LoadRows;
  /** Writes the loop; `step` writes what is done with the keys from `t` on. */
  readonly over: (end: string, step: () => void) => void;
}

export function keyWalk(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  key: RowReader,
  value: RowReader,
): KeyWalk {
  const { source, staged, columns, workgroup } = tile;
  if (source !== 'workgroup') {
    return {
      loadKeys: rowLoader(kernel, key, problem, tile, ''),
      loadValues: rowLoader(kernel, value, problem, tile, ''),
      over: (end, step) => {
        openRolled(kernel, 't', end, { step: columns });
        step();
        kernel.line('}');
      },
    };
  }
  const stages = [key, value].map((reader) => {
    const count = staged * reader.blocks;
    const name = kernel.shared(`array<vec4<f32>, ${count}>`, 16 * count);
    const fill = (): void => {
      kernel.line(`for (var i = local; i < ${count}u; i += ${workgroup}u) {`);
      const row = `min(tile + i / ${reader.blocks}u, ${problem.keys - 1}u)`;
      kernel.line(`${name}[i] = ${reader.load(row, `(i % ${reader.blocks}u)`)};`, '}');
    };
    return { load: rowLoader(kernel, reader, problem, tile, name), fill };
  });
  const [keys, values] = stages;
  if (keys === undefined || values === undefined) throw new Error('keys and values are staged');
  return {
    loadKeys: keys.load,
    loadValues: values.load,
    over: (end, step) => {
      kernel.line(`for (var tile = 0u; tile < ${end}; tile += ${staged}u) {`);
      for (const { fill } of stages) fill();
      kernel.line('workgroupBarrier();');
      kernel.line(`for (var t = tile; t < min(tile + ${staged}u, ${end}); t += ${columns}u) {`);
      step();
      kernel.line('}', 'workgroupBarrier();', '}');
    },
  };
}
