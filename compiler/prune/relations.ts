/** How values share channels: equates axes, lays channels out anew by reshapes, and notes what must stay equal. */

import { dimEquals } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { Node, Value } from '../../ir/graph.ts';
import {
  channels,
  fixed,
  fixedLayout,
  flatChannels,
  freezeAxis,
  isFixed,
  isLast,
  joined,
  mapFactors,
  placesOf,
  sizeOfFactor,
} from './axes.ts';
import type { Axis, Factor, Layout, Split } from './axes.ts';
import { ChannelSets } from './channel-sets.ts';
import { regroup } from './regroup.ts';

/** Blocks of channels that keep one number each: the groups of a norm, the heads of a split. */
export interface Balance {
  readonly ids: Int32Array;
  readonly blocks: number;
  /** The blocks may be drawn anew over the channels that stay, as the groups of a norm may. */
  readonly regroups: boolean;
}

/** Two computed values that are multiplied along channels: queries and keys. */
export interface ScorePair {
  readonly query: Value;
  readonly queryAxis: number;
  readonly key: Value;
  readonly keyAxis: number;
}

export class Relations {
  readonly sets = new ChannelSets();
  readonly balances: Balance[] = [];
  /** Reshapes into the heads of an attention. */
  readonly headSplits = new Set<Node>();
  readonly scores: ScorePair[] = [];
  readonly #wholeHeads: ReadonlySet<Node>;

  /** The reshapes in `wholeHeads` lose heads instead of features of each head. */
  constructor(wholeHeads: ReadonlySet<Node> = new Set()) {
    this.#wholeHeads = wholeHeads;
  }

  balance(ids: Int32Array, blocks: number, regroups: boolean): void {
    if (blocks > 1 && blocks < ids.length) this.balances.push({ ids, blocks, regroups });
  }

  /** Every block of a split loses the same channels. */
  tied({ ids, sizes }: Split): Axis {
    const width = sizes.at(-1) ?? 1;
    const first = ids.slice(0, width);
    ids.forEach((channel, index) => this.sets.union(channel, first[index % width] ?? channel));
    return channels(first);
  }

  /** Two axes of one size hold the same channels; `aligned` where outer levels of splits stand at the same places. */
  unify(a: Axis, b: Axis, aligned = false): void {
    if (isFixed(a) || isFixed(b)) {
      this.#fix(a);
      this.#fix(b);
    } else if (a.length === b.length && a.every((factor, at) => sameSize(factor, b[at]))) {
      a.forEach((factor, at) => this.#pair(factor, b[at] ?? factor, aligned));
    } else {
      const [x, y] = [flatChannels(a), flatChannels(b)];
      if (x !== undefined && y?.length === x.length) this.sets.unionAll(x, y);
      else [a, b].forEach((axis) => freezeAxis(this.sets, axis));
    }
  }

  /** The layout of a result whose elements come from those of the operands at the same, broadcast, place. */
  combine(layouts: readonly Layout[]): Layout {
    const rank = Math.max(0, ...layouts.map((layout) => layout.length));
    const padded = layouts.map((layout): Layout => [
      ...Array.from({ length: rank - layout.length }, (): Axis => []),
      ...layout,
    ]);
    const result = Array.from({ length: rank }, (_, at): Axis => {
      const given = padded
        .filter((layout) => (layout[at] ?? []).length > 0)
        .toSorted((a, b) => knowledge(b[at] ?? []) - knowledge(a[at] ?? []));
      const [base] = given;
      if (base === undefined) return [];
      for (const other of given) {
        if (other === base) continue;
        this.unify(base[at] ?? [], other[at] ?? [], isAligned(base, other, at));
      }
      return base[at] ?? [];
    });
    return this.settle(result);
  }

  /** Blocks may differ in what they lose only where a value has both the blocks and their channels. */
  settle(layout: Layout): Layout {
    return layout.map((axis) =>
      joined(
        axis.flatMap((factor): Axis => {
          if (factor.kind !== 'level') return [factor];
          if (isLast(factor)) {
            return placesOf(layout, factor.split) === undefined
              ? this.tied(factor.split)
              : [factor];
          }
          return holdsLast(layout, factor.split) ? [factor] : fixed(sizeOfFactor(factor));
        }),
      ),
    );
  }

  /** The same elements in row-major order under another shape. */
  reshape(layout: Layout, shape: readonly Dim[], node: Node): Layout {
    const regrouped = regroup(layout.flat(), shape, node);
    if (regrouped === undefined) {
      layout.forEach((axis) => freezeAxis(this.sets, axis));
      return fixedLayout(shape);
    }
    const made = new Set(
      regrouped.flat().flatMap((item) => (item.kind === 'level' ? [item.split] : [])),
    );
    let result: Layout = regrouped.map(joined);
    for (const split of made) {
      if (split.node !== node) continue;
      if (this.#wholeHeads.has(node)) result = this.#whole(result, split);
      else this.balance(split.ids, split.ids.length / (split.sizes.at(-1) ?? 1), false);
    }
    return this.settle(result);
  }

  /** Features of a head go together. */
  #whole(layout: Layout, split: Split): Layout {
    const { ids, sizes, node } = split;
    const width = sizes.at(-1) ?? 1;
    const heads = ids.filter((_, index) => index % width === 0);
    ids.forEach((id, index) => this.sets.union(id, heads[Math.floor(index / width)] ?? id));
    const outer: Split = { ids: heads, sizes: sizes.slice(0, -1), node };
    if (outer.sizes.length > 1) {
      this.balance(heads, heads.length / (outer.sizes.at(-1) ?? 1), false);
    }
    return mapFactors(layout, (factor) => {
      if (factor.kind !== 'level' || factor.split !== split) return [factor];
      if (isLast(factor)) return fixed(width);
      if (outer.sizes.length === 1) return channels(heads);
      return [{ ...factor, split: outer }];
    });
  }

  /** Sizes that do not change; blocks do not in any case. */
  #fix(axis: Axis): void {
    for (const factor of axis) {
      if (factor.kind === 'channels') this.sets.freeze(factor.ids);
      else if (factor.kind === 'level' && isLast(factor)) this.sets.freeze(factor.split.ids);
    }
  }

  #pair(a: Factor, b: Factor, aligned: boolean): void {
    if (a.kind === 'fixed' || b.kind === 'fixed') {
      this.#fix([a]);
      this.#fix([b]);
    } else if (a.kind === 'channels' && b.kind === 'channels') {
      this.sets.unionAll(a.ids, b.ids);
    } else if (a.kind === 'level' && b.kind === 'level') {
      if (!isLast(a) && !isLast(b)) return;
      const same = a.split.sizes.join() === b.split.sizes.join();
      if (aligned && same && isLast(a) && isLast(b)) {
        this.sets.unionAll(a.split.ids, b.split.ids);
      } else this.unify(this.#flattened(a), this.#flattened(b));
    } else this.unify(this.#flattened(a), this.#flattened(b));
  }

  #flattened(factor: Factor): Axis {
    if (factor.kind !== 'level') return [factor];
    return isLast(factor) ? this.tied(factor.split) : fixed(sizeOfFactor(factor));
  }
}

/** Blocks keep what they hold apart; a fixed size fixes whatever is equated with it. */
function knowledge(axis: Axis): number {
  if (axis.some(({ kind }) => kind === 'level')) return 2;
  return isFixed(axis) ? 1 : 0;
}

function sameSize(a: Factor, b: Factor | undefined): boolean {
  return b !== undefined && dimEquals(sizeOfFactor(a), sizeOfFactor(b));
}

function holdsLast(layout: Layout, split: Split): boolean {
  return layout.some((axis) =>
    axis.some((item) => item.kind === 'level' && item.split === split && isLast(item)),
  );
}

/** The blocks of the splits at an axis stand on the same axes of both layouts. */
function isAligned(a: Layout, b: Layout, at: number): boolean {
  const places = [a, b].map((layout) => {
    const split = (layout[at] ?? []).find(isLast);
    return split?.kind === 'level' ? placesOf(layout, split.split)?.join() : undefined;
  });
  return places[0] !== undefined && places[0] === places[1];
}
