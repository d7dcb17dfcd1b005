/** Indices into palettes as a convolution's weights. */

import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { bindingWidth, groupsOf, loadRun, runBytes, runType } from '../palettes/indices.ts';
import type { Run } from '../palettes/indices.ts';
import { firstEntries, lookUp } from '../palettes/look-up.ts';
import type { Palette } from '../palettes/weight.ts';
import { packedItems } from './few-bits.ts';
import type { Problem } from './problem.ts';
import { stepWords } from './tile.ts';
import type { Tile } from './tile.ts';
import type { WeightItems } from './weight-items.ts';

/** A subgroup shares what its invocations have looked up. */
export function paletteItems(
  kernel: KernelWriter,
  request: LowerRequest,
  palette: Palette,
  problem: Problem,
  tile: Tile,
): WeightItems {
  const { data, stored, blocks } = palette;
  const { columns, sharing } = tile;
  const run = runOf(problem, tile);
  const packed = packedItems(data, false, problem, tile);
  const bound = kernel.read(request.weight(packed, stored), bindingWidth(palette, run));
  const weights = lookUp(kernel, request, palette);
  const served = { count: problem.outputs, each: blocks[0] ?? 1 };
  const firstOf = (four: string): string | undefined =>
    firstEntries(kernel, palette, `block * ${columns}u + ${four} * 4u`, served);
  const lookedUp = (name: string, first: string | undefined): readonly string[] =>
    groupsOf(palette, run, name).map((group) => weights(group, first));
  const own = sharing > 1 ? [] : Array.from({ length: columns / 4 }, (_, at) => firstOf(`${at}u`));
  let shared: readonly (string | undefined)[] = [];
  return {
    vectors: run,
    load: (item) => loadRun(kernel, bound, palette, run, item),
    shared: {
      begin: (items) => {
        shared = items.map((item) => firstOf(`((${item}) / ${4 / run}u % ${columns / 4}u)`));
      },
      vectors: (item, index) => lookedUp(item, shared[index]),
    },
    held: (count) => {
      const name = kernel.shared(
        `array<${runType(palette, run)}, ${count}>`,
        count * runBytes(palette, run),
      );
      return {
        load: (index) => `${name}[${index}]`,
        store: (index, value) => kernel.line(`${name}[${index}] = ${value};`),
      };
    },
    factors: (item) => (tap, column) => {
      const four = column / 4;
      return lookedUp(kernel.let(item(tap * (columns / 4) + four), 'w'), own[four]);
    },
  };
}

/** As much as an invocation reads at once of a step, and all of a subgroup as much. */
function runOf(problem: Problem, tile: Tile): Run {
  const groups = stepWords(problem, tile);
  const runs: readonly Run[] = [4, 2];
  return runs.find((run) => (groups / run) % tile.sharing === 0) ?? 1;
}
