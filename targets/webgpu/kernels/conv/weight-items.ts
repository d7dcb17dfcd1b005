/** What a kernel binds as a convolution's weights: items of one vec4 of floats, or of sixteen integers of few bits. */

import type { LowerRequest } from '../../lowering.ts';
import type { KernelWriter } from '../../syntax.ts';
import { workgroupArray } from '../staging.ts';
import type { WorkgroupArray } from '../staging.ts';
import { loadItem } from './operands.ts';
import type { Problem } from './problem.ts';
import type { Tile } from './tile.ts';
import { packWeight } from './weights.ts';

/** The weights of some taps, by input channel of a step: each a vec4 of outputs from a column on. */
export type Factors = (tap: number, column: number) => readonly string[];

export interface WeightItems {
  /** Vec4s in an item. */
  readonly vectors: 1 | 2 | 4;
  readonly load: (item: string) => string;
  readonly held: (count: number) => WorkgroupArray;
  /** What an invocation makes of items before it shares them with its subgroup; they are shared as they are where absent. */
  readonly shared?: SharedItems;
  /** `item` gives those of a step. */
  readonly factors: (item: (index: number) => string) => Factors;
  /** Steps that share scales; `open` writes the loads of those, by the group's number. */
  readonly groups?: { readonly steps: number; readonly open: (group: string) => void };
  /** Products of words: their sums are variables of their own, from which `finish` makes those of floats. */
  readonly integers?: {
    readonly sum: (row: number, column: number) => string;
    readonly multiply: (word: string, four: string) => string;
  };
  /** What is left to do with the sums. */
  readonly finish?: () => void;
}

export interface SharedItems {
  /** Writes what holds for all steps; each entry is an expression of an item's number in the step. */
  readonly begin: (numbers: readonly string[]) => void;
  /** The vec4s of an item in a variable, by its place in that list. */
  readonly vectors: (item: string, index: number) => readonly string[];
}

export function floatItems(
  kernel: KernelWriter,
  request: LowerRequest,
  problem: Problem,
  tile: Tile,
): WeightItems {
  const w = kernel.read(request.weight(packWeight(problem, tile)), 4);
  const { columns, step } = tile;
  return {
    vectors: 1,
    load: (item) => loadItem(kernel, w, item),
    held: (count) => workgroupArray(kernel, w, problem.type, 4, count),
    factors: (item) => (tap, column) =>
      Array.from({ length: step }, (_, channel) =>
        kernel.let(item(((tap * step + channel) * columns + column) / 4), 'w'),
      ),
  };
}
