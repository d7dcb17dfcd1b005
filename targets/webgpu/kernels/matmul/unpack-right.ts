/** Loads a right operand of few bits: items of four steps by four columns, which become floats in registers. */

import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { loadItem } from '../conv/operands.ts';
import {
  ITEM,
  LANE_SCALE,
  itemOf,
  laneZero,
  lanesOfZeros,
  unpackItem,
} from '../few-bits/unpack.ts';
import { together } from '../staging.ts';
import { plus, times } from './expressions.ts';
import { packedGroups, packedInteger } from './few-bits.ts';
import type { FewRight } from './few-bits.ts';
import type { Problem } from './problem.ts';
import type { LoadRight, Right } from './right.ts';
import type { Staged } from './stage.ts';
import type { Tile } from './tile.ts';

/** `shared`: by way of the workgroup's memory. */
export function unpackedRight(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewRight,
  problem: Problem,
  tile: Tile,
  shared: boolean,
): Right {
  const { k, parts } = problem;
  const { columns, lanes } = tile;
  const row = (parts * columns * lanes) / 4;
  const items = kernel.read(request.weight(packedInteger(few, problem, tile), few.stored), 4);
  const first = kernel.let(`panel * ${Math.ceil(k / 4) * row}u`, 'q');
  /** Those of an invocation in a row. */
  const places = times(parts, (part) =>
    times(columns / 4, (index) => plus('lane', (part * columns * lanes) / 4 + lanes * index)),
  ).flat();
  const groups = groupLoads(kernel, request, few, problem, tile, places);
  const unpack = (count: number, loaded: readonly string[]): readonly (readonly string[])[] => {
    const fours = loaded.map((item) => unpackItem(kernel, kernel.let(item, 'y'), few));
    return times(count, (step) =>
      fours.map((four, index) => kernel.let(groups.weight(four[step] ?? '', index), 'y')),
    );
  };
  const direct: LoadRight = ({ at, count }) => {
    const from = kernel.let(`${first} + ${at} / 4u * ${row}u`, 'd');
    return unpack(
      count,
      places.map((place) => `${items.name}[${from} + ${place}]`),
    );
  };
  const load = shared
    ? staged(kernel, few, tile, row, `${items.name}[${first} + `, unpack, places)
    : direct;
  return { load, ...groups };
}

/** The items of some steps in the workgroup's memory, as they are stored. */
function staged(
  kernel: KernelWriter,
  few: FewRight,
  tile: Tile,
  row: number,
  source: string,
  unpack: (count: number, loaded: readonly string[]) => readonly (readonly string[])[],
  places: readonly string[],
): Staged<LoadRight> {
  const count = (tile.staged / 4) * row;
  const bytes = few.stored === 'bytes' ? ITEM : ITEM / 2;
  const held = kernel.shared(`array<${itemOf(few)}, ${count}>`, count * bytes);
  return {
    fill: (from, steps) => {
      together(kernel, Math.ceil(steps / 4) * row, tile.lanes * tile.lines, (index) => {
        kernel.line(`${held}[${index}] = ${source}${from} / 4u * ${row}u + ${index}];`);
      });
    },
    load: ({ at, count: steps }) => {
      const from = kernel.let(`${at} / 4u * ${row}u`, 'd');
      return unpack(
        steps,
        places.map((place) => `${held}[${from} + ${place}]`),
      );
    },
  };
}

/** What columns share: scales of one group multiply the sums, those of several the weights. */
function groupLoads(
  kernel: KernelWriter,
  request: LowerRequest,
  few: FewRight,
  problem: Problem,
  tile: Tile,
  places: readonly string[],
) {
  const { group, scale, zero, shortScale } = few;
  const groups = problem.k / group;
  const row = (problem.parts * tile.columns * tile.lanes) / 4;
  const short = groups > 1 && shortScale;
  const packed = packedGroups(scale, problem, tile);
  const scales = kernel.read(request.weight(packed, short ? 'halves' : 'f32'), 4);
  const zeros = zero && kernel.read(request.weight(packedGroups(zero, problem, tile), 'bytes'));
  const scaleAt = (place: string): string =>
    kernel.let(`${loadItem(kernel, scales, place)} * ${LANE_SCALE}`, 's');
  const fixed = laneZero(few);
  let own: readonly string[] = [];
  let shifts: readonly (string | undefined)[] = places.map(() => fixed);
  const open = (number: string): void => {
    const from = kernel.let(`(panel * ${groups}u + ${number}) * ${row}u`, 'd');
    const at = (place: string): string => `${from} + ${place}`;
    if (groups > 1) own = places.map((place) => scaleAt(at(place)));
    if (zeros === undefined) return;
    shifts = places.map((place) =>
      kernel.let(lanesOfZeros(kernel, `${zeros.name}[${at(place)}]`, few), 'z'),
    );
  };
  if (groups === 1 && zeros !== undefined) open('0u');
  return {
    weight: (value: string, index: number): string => {
      const shift = shifts[index];
      const shifted = shift === undefined ? value : `(${value} - ${shift})`;
      return groups === 1 ? shifted : `${shifted} * ${own[index]}`;
    },
    ...(groups === 1 ? {} : { groups: { size: group, open } }),
    finish: (sums: readonly (readonly string[])[]): void => {
      if (groups > 1) return;
      for (const [index, place] of places.entries()) {
        const factor = scaleAt(`panel * ${row}u + ${place}`);
        for (const names of sums) kernel.line(`${names[index]} *= ${factor};`);
      }
    },
  };
}
