/** Loads the items of a right operand in few bits, of four steps by four columns each, straight or by way of the workgroup's memory. */

import type { KernelWriter } from '../../syntax.ts';
import { together } from '../staging.ts';
import { plus, times } from './expressions.ts';
import type { Problem } from './problem.ts';
import type { LoadRight } from './right.ts';
import type { Staged } from './stage.ts';
import type { Tile } from './tile.ts';

export interface Items {
  /** An expression of an item. */
  readonly load: (item: string) => string;
  /** What holds an item, and its bytes in an array. */
  readonly type: string;
  readonly bytes: number;
  /** The vec4s of items in variables: by step, then by item. */
  readonly unpack: (count: number, items: readonly string[]) => readonly (readonly string[])[];
}

/** Items of an invocation in a row of four steps. */
export function placesOf({ parts }: Problem, { columns, lanes }: Tile): readonly string[] {
  return times(parts, (part) =>
    times(columns / 4, (index) => plus('lane', (part * columns * lanes) / 4 + lanes * index)),
  ).flat();
}

/** `shared`: by way of the workgroup's memory, as they are stored. */
export function loadItems(
  kernel: KernelWriter,
  { load, type, bytes, unpack }: Items,
  { k, parts }: Problem,
  { columns, lanes, lines, staged }: Tile,
  places: readonly string[],
  shared: boolean,
): LoadRight | Staged<LoadRight> {
  const row = (parts * columns * lanes) / 4;
  const first = kernel.let(`panel * ${Math.ceil(k / 4) * row}u`, 'q');
  const from =
    (item: (at: string) => string, start: string): LoadRight =>
    ({ at, count }) => {
      const own = kernel.let(`${start}${at} / 4u * ${row}u`, 'd');
      return unpack(
        count,
        places.map((place) => kernel.let(item(`${own} + ${place}`), 'y')),
      );
    };
  if (!shared) return from(load, `${first} + `);
  const count = (staged / 4) * row;
  const held = kernel.shared(`array<${type}, ${count}>`, count * bytes);
  return {
    fill: (start, steps) => {
      together(kernel, Math.ceil(steps / 4) * row, lanes * lines, (index) => {
        kernel.line(
          `${held}[${index}] = ${load(`${first} + ${start} / 4u * ${row}u + ${index}`)};`,
        );
      });
    },
    load: from((item) => `${held}[${item}]`, ''),
  };
}
