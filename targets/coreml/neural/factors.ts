/**
 * Tensors seen as [B, C, 1, S], the form that the Neural Engine wants: each axis of the IR's tensor is a product
 * of factors of batch, channels and places. Reshapes and transposes only change how the stored tensor is seen.
 */

import { elementCount } from '../../../ir/types.ts';
import type { MilBuilder } from '../builder.ts';
import { transposeMany } from '../build/movement.ts';
import type { Term } from '../terms.ts';

const SOURCES = ['batch', 'channel', 'place'] as const;
export type Source = (typeof SOURCES)[number];

/** Coordinate times stride is a part of the place along the source. */
export interface Factor {
  readonly source: Source;
  readonly size: number;
  readonly stride: number;
}

type Axes = readonly (readonly Factor[])[];
export type Sizes = Readonly<Record<Source, number>>;

export interface Seen {
  readonly stored: Term;
  readonly sizes: Sizes;
  readonly axes: Axes;
}

export function storedShape({ batch, channel, place }: Sizes): readonly number[] {
  return [batch, channel, 1, place];
}

/** The whole of a source as one factor. */
export function whole(sizes: Sizes, source: Source): Factor {
  return { source, size: sizes[source], stride: 1 };
}

/** Axes of factors in row-major order under a shape; undefined where an axis would cut a factor unevenly. */
export function underShape(factors: readonly Factor[], shape: readonly number[]): Axes | undefined {
  const rest = factors.filter(({ size }) => size > 1);
  const axes: Factor[][] = [];
  for (const dim of shape) {
    const axis: Factor[] = [];
    let missing = dim;
    while (missing > 1) {
      const next = rest.shift();
      if (next === undefined) return undefined;
      if (missing % next.size === 0) {
        axis.push(next);
        missing /= next.size;
      } else if (next.size % missing === 0) {
        const inner = next.size / missing;
        axis.push({ ...next, size: missing, stride: next.stride * inner });
        rest.unshift({ ...next, size: inner });
        missing = 1;
      } else return undefined;
    }
    axes.push(axis);
  }
  return axes;
}

export function reshaped({ axes, ...seen }: Seen, shape: readonly number[]): Seen | undefined {
  const found = underShape(axes.flat(), shape);
  return found && { ...seen, axes: found };
}

export function transposed({ axes, ...seen }: Seen, perm: readonly number[]): Seen {
  return { ...seen, axes: perm.map((axis) => axes[axis] ?? []) };
}

/** All factors in row-major order, those that continue each other as one. */
export function sequence(axes: Axes): readonly Factor[] {
  const merged: Factor[] = [];
  for (const factor of axes.flat()) {
    if (factor.size === 1) continue;
    const last = merged.at(-1);
    if (last?.source === factor.source && last.stride === factor.stride * factor.size) {
      merged.pop();
      merged.push({ ...factor, size: last.size * factor.size });
    } else merged.push(factor);
  }
  return merged;
}

export function sameFactors(a: readonly Factor[], b: readonly Factor[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ source, size, stride }, index) => {
      const other = b[index];
      return other?.source === source && other.size === size && other.stride === stride;
    })
  );
}

/** Its elements lie token by token, and the last axis, of `channels` elements, is the channels. */
export function isTokens({ axes, sizes }: Seen, channels: number | undefined): boolean {
  // With axes of one element an image may lie as its tokens would.
  return channels === sizes.channel && sameFactors(sequence(axes), sequence([tokenOrder(sizes)]));
}

/** The elements in the order of the IR's tensor. */
export function materialized(m: MilBuilder, { stored, axes }: Seen): Term {
  const order = sequence(axes);
  const lies = SOURCES.flatMap((source) =>
    order.filter((factor) => factor.source === source).sort((a, b) => b.stride - a.stride),
  );
  if (sameFactors(order, lies)) return stored;
  const shape = lies.map(({ size }) => size);
  if (elementCount(shape) === 1) return stored;
  return transposeMany(
    m,
    stored,
    shape,
    order.map((factor) => lies.indexOf(factor)),
  );
}

/** The factors of a tensor that lies token by token. */
export function tokenOrder(sizes: Sizes): readonly Factor[] {
  return (['batch', 'place', 'channel'] as const).map((source) => whole(sizes, source));
}
