/** What is known of the axes of a value: which of its elements are channels, also where a reshape split them. */

import { dimEquals, dimProduct } from '../../ir/dim.ts';
import type { Dim } from '../../ir/dim.ts';
import type { Node } from '../../ir/graph.ts';
import type { ChannelSets } from './channel-sets.ts';

/** Channels that a reshape laid out over several axes, outermost first: heads and their features. */
export interface Split {
  readonly ids: Int32Array;
  readonly sizes: readonly number[];
  /** The node that split them. */
  readonly node: Node | undefined;
}

/**
 * A part of an axis. A level is one axis of a split: only the last one gets shorter, and every block of it
 * by the same number of channels, which need not be the same ones.
 */
export type Factor =
  | { readonly kind: 'fixed'; readonly size: Dim }
  | { readonly kind: 'channels'; readonly ids: Int32Array }
  | { readonly kind: 'level'; readonly split: Split; readonly level: number };

/** Outermost first; none for an axis of size 1. */
export type Axis = readonly Factor[];
/** One entry for each axis of a value. */
export type Layout = readonly Axis[];

export function fixed(size: Dim): Axis {
  return size === 1 ? [] : [{ kind: 'fixed', size }];
}

export function channels(ids: Int32Array): Axis {
  return ids.length === 1 ? [] : [{ kind: 'channels', ids }];
}

export function fixedLayout(shape: readonly Dim[]): Layout {
  return shape.map(fixed);
}

export function sizeOfFactor(factor: Factor): Dim {
  if (factor.kind === 'fixed') return factor.size;
  if (factor.kind === 'channels') return factor.ids.length;
  return factor.split.sizes[factor.level] ?? 1;
}

export function sizeOfAxis(axis: Axis): Dim {
  return dimProduct(axis.map(sizeOfFactor));
}

export function isLast(factor: Factor): boolean {
  return factor.kind === 'level' && factor.level === factor.split.sizes.length - 1;
}

export function isFixed(axis: Axis): boolean {
  return axis.every((factor) => factor.kind === 'fixed');
}

/** Every channel that has a part in an axis. */
export function channelsIn(axis: Axis): Int32Array[] {
  return axis.flatMap((factor) => {
    if (factor.kind === 'fixed') return [];
    return [factor.kind === 'channels' ? factor.ids : factor.split.ids];
  });
}

export function freezeAxis(sets: ChannelSets, axis: Axis): void {
  for (const ids of channelsIn(axis)) sets.freeze(ids);
}

/** The channel of each element of an axis; undefined where an element has more than one, or a size is open. */
export function flatChannels(axis: Axis): Int32Array | undefined {
  const moving = axis.filter((factor) => factor.kind !== 'fixed');
  const [factor] = moving;
  if (moving.length !== 1 || factor?.kind !== 'channels') return undefined;
  const at = axis.indexOf(factor);
  const [outer, inner] = [axis.slice(0, at), axis.slice(at + 1)].map(sizeOfAxis);
  if (typeof outer !== 'number' || typeof inner !== 'number') return undefined;
  const { ids } = factor;
  return Int32Array.from(
    { length: outer * ids.length * inner },
    (_, index) => ids[Math.floor(index / inner) % ids.length] ?? 0,
  );
}

/** Levels that stand side by side in order, all of one split, are the channels again; neighbours that are fixed join. */
export function joined(axis: Axis): Axis {
  const result: Factor[] = [];
  for (const factor of axis) {
    if (sizeOfFactor(factor) === 1 && factor.kind !== 'level') continue;
    const previous = result.at(-1);
    if (factor.kind === 'fixed' && previous?.kind === 'fixed') {
      result[result.length - 1] = {
        kind: 'fixed',
        size: dimProduct([previous.size, factor.size]),
      };
      continue;
    }
    result.push(factor);
    if (factor.kind !== 'level' || !isLast(factor)) continue;
    const { split } = factor;
    const levels = result.slice(-split.sizes.length);
    const whole = levels.every(
      (item, level) => item.kind === 'level' && item.split === split && item.level === level,
    );
    if (whole && levels.length === split.sizes.length) {
      result.splice(-levels.length, levels.length, { kind: 'channels', ids: split.ids });
    }
  }
  return result;
}

/** The axes of a layout that hold each outer level of a split; undefined where one is missing. */
export function placesOf(layout: Layout, split: Split): readonly number[] | undefined {
  const places: number[] = [];
  for (let level = 0; level < split.sizes.length - 1; level++) {
    const place = layout.findIndex((axis) =>
      axis.some((item) => item.kind === 'level' && item.split === split && item.level === level),
    );
    if (place < 0) return undefined;
    places.push(place);
  }
  return places;
}

export function fits(axis: Axis, size: Dim): boolean {
  return dimEquals(sizeOfAxis(axis), size);
}

export function mapFactors(layout: Layout, change: (factor: Factor) => Axis): Layout {
  return layout.map((axis) => axis.flatMap(change));
}
