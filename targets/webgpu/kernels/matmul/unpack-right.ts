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
import { times } from './expressions.ts';
import { packedGroups, packedItems } from './few-bits.ts';
import type { FewRight } from './few-bits.ts';
import { loadItems, placesOf } from './items.ts';
import type { Items } from './items.ts';
import type { Problem } from './problem.ts';
import type { Right } from './right.ts';
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
  const packed = packedItems(few.data, few.stored === 'nibbles', problem, tile);
  const { name } = kernel.read(request.weight(packed, few.stored), 4);
  const places = placesOf(problem, tile);
  const groups = groupLoads(kernel, request, few, problem, tile, places);
  const items: Items = {
    load: (item) => `${name}[${item}]`,
    type: itemOf(few),
    bytes: few.stored === 'bytes' ? ITEM : ITEM / 2,
    unpack: (count, loaded) => {
      const fours = loaded.map((item) => unpackItem(kernel, item, few));
      return times(count, (step) =>
        fours.map((four, index) => kernel.let(groups.weight(four[step] ?? '', index), 'y')),
      );
    },
  };
  return { load: loadItems(kernel, items, problem, tile, places, shared), ...groups };
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
