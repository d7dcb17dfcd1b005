/** Loads a right operand of indices into palettes, which become floats in registers. */

import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { bindingWidth, groupsOf, loadRun, runBytes, runType } from '../palettes/indices.ts';
import { firstEntries, lookUp } from '../palettes/look-up.ts';
import type { Palette } from '../palettes/weight.ts';
import { plus, times } from './expressions.ts';
import { packedItems } from './few-bits.ts';
import { loadItems, placesOf } from './items.ts';
import type { Problem } from './problem.ts';
import { columnOf } from './right.ts';
import type { Right } from './right.ts';
import type { Tile } from './tile.ts';

/** Steps of an item. */
const ITEM = 4;

/** `shared`: by way of the workgroup's memory. */
export function lookedUpRight(
  kernel: KernelWriter,
  request: LowerRequest,
  palette: Palette,
  problem: Problem,
  tile: Tile,
  shared: boolean,
): Right {
  const { data, stored, blocks } = palette;
  const { parts, n } = problem;
  const packed = packedItems(data, false, problem, tile);
  const bound = kernel.read(request.weight(packed, stored), bindingWidth(palette, ITEM));
  const weights = lookUp(kernel, request, palette);
  const served = { count: parts * n, each: blocks[1] ?? 1 };
  const first = times(parts, (part) =>
    times(tile.columns / 4, (index) => {
      const column = plus(columnOf(index, tile), part * n);
      return firstEntries(kernel, palette, column, served);
    }),
  ).flat();
  const load = loadItems(
    kernel,
    {
      load: (item) => loadRun(kernel, bound, palette, ITEM, item),
      type: runType(palette, ITEM),
      bytes: runBytes(palette, ITEM),
      unpack: (count, items) => {
        const fours = items.map((item, index) =>
          groupsOf(palette, ITEM, item)
            .slice(0, count)
            .map((group) => weights(group, first[index])),
        );
        return times(count, (step) => fours.map((four) => four[step] ?? ''));
      },
    },
    problem,
    tile,
    placesOf(problem, tile),
    shared,
  );
  return { load };
}
