/** The weights of a convolution's block: loaded by each invocation, by its subgroup, or by way of the workgroup's memory. */

import type { KernelWriter } from '../../syntax.ts';
import { together } from '../staging.ts';
import type { WeightLoads } from './operands.ts';
import type { Problem } from './problem.ts';
import { stepWords } from './tile.ts';
import type { Tile } from './tile.ts';
import type { WeightItems } from './weight-items.ts';

export function ownWeights(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  items: WeightItems,
): WeightLoads {
  const { sharing, columns, step } = tile;
  const { vectors, shared: looked } = items;
  const words = stepWords(problem, tile) / vectors;
  const slots = Array.from({ length: Math.ceil(words / sharing) }, (_, at) => at * sharing);
  return {
    begin: () => {
      const lane = sharing === 1 ? '' : `${kernel.subgroupLane()} % ${sharing}u`;
      const own = lane === '' ? '' : ` + ${lane}`;
      kernel.line(`let weights = ${setOf(problem, tile, items, 'block')}${own};`);
      if (sharing > 1) looked?.begin(slots.map((at) => `${lane} + ${at}u`));
    },
    address: () => kernel.line(`let first = weights + ${tapOf(problem, tile, items)};`),
    open: () => {
      kernel.line(`let next = first + c * ${words}u;`);
      if (sharing === 1) return items.factors((word) => items.load(`next + ${word}u`));
      const shared = slots.map((at) => kernel.let(items.load(`next + ${at}u`), 's'));
      const broadcast = (word: number, own: readonly string[]): string => {
        const from = word % sharing;
        return `subgroupBroadcast(${own[(word - from) / sharing]}, ${from}u)`;
      };
      if (looked === undefined) return items.factors((word) => broadcast(word, shared));
      const each = shared.map((item, index) => looked.vectors(item, index));
      return (tap, column) =>
        Array.from({ length: step }, (_, channel) => {
          const part = channel % vectors;
          const item = (tap * columns + column) / 4;
          const word = (item * step + channel - part) / vectors;
          const own = each.map((four) => four[part] ?? '');
          return kernel.let(broadcast(word, own), 'w');
        });
    },
  };
}

/** Those of the blocks of a workgroup that computes several tiles of each. */
export function stagedWeights(
  kernel: KernelWriter,
  problem: Problem,
  tile: Tile,
  items: WeightItems,
): WeightLoads {
  const { blocks, staged, workgroup } = tile;
  const [width, down] = workgroup;
  const words = stepWords(problem, tile) / items.vectors;
  const run = staged * words;
  const held = items.held(down * run);
  return {
    begin: () => undefined,
    address: () => undefined,
    open: () => {
      kernel.line(`let next = (local / ${width}u * ${staged}u + h) * ${words}u;`);
      return items.factors((word) => held.load(`next + ${word}u`));
    },
    fill: () => {
      const from = kernel.let(`${tapOf(problem, tile, items)} + c0 * ${words}u`, 'f');
      together(kernel, down * run, width * down, (index) => {
        const own = down === 1 ? 'group.y' : `group.y * ${down}u + ${index} / ${run}u`;
        const block = blocks % down === 0 ? `(${own})` : `min(${own}, ${blocks - 1}u)`;
        const item = kernel.let(
          `${setOf(problem, tile, items, block)} + ${from} + ${index} % ${run}u`,
          'e',
        );
        held.store(index, items.load(item));
      });
    },
  };
}

/** Items of one tap of a block. */
function tapWords({ inputs }: Problem, { columns }: Tile, { vectors }: WeightItems): number {
  return (inputs * columns) / 4 / vectors;
}

/** Where the weights of a block begin, counted through the sets. */
function setOf(problem: Problem, tile: Tile, items: WeightItems, block: string): string {
  const { kernel, upsampled, weights } = problem;
  const words = kernel[0] * kernel[1] * tapWords(problem, tile, items);
  if (upsampled) return `((odd_y * 2u + odd_x) * ${tile.blocks}u + ${block}) * ${words}u`;
  const all = weights === 'winograd' ? `(item * ${tile.blocks}u + ${block})` : block;
  return `${all} * ${words}u`;
}

/** Where those of a row begin in them, or of a tap where these are a loop. */
function tapOf(problem: Problem, tile: Tile, items: WeightItems): string {
  const row = `k0 * ${problem.kernel[1]}u`;
  return `${tile.unrolled ? row : `(${row} + k1)`} * ${tapWords(problem, tile, items)}u`;
}
