/** What is known of the numbers of a value: bounds of each, of the sum of their squares, and whether -inf hides some. */

import { normalizeAxes } from '../../ir/shapes.ts';
import { elementCount } from '../../ir/types.ts';

/** The root of the sum of squares over some axes, wherever on the others, is at most `bound`. */
export interface Energy {
  /** Ascending, each at least 0. */
  readonly axes: readonly number[];
  readonly bound: number;
}

export interface Range {
  readonly low: number;
  readonly high: number;
  readonly energy?: Energy | undefined;
  /** Elements may also be -inf, or as low as makes no difference to it: what a mask hides. */
  readonly masks?: boolean | undefined;
}

export const UNKNOWN: Range = { low: -Infinity, high: Infinity };

/** Results are rounded, and so are bounds: each is moved outwards by as much as a few roundings of float32. */
const ROUNDING = 2 ** -20;

export function between(low: number, high: number, energy?: Energy): Range {
  if (Number.isNaN(low) || Number.isNaN(high)) return UNKNOWN;
  const outwards = (number: number, sign: 1 | -1): number => {
    const moved = number + sign * Math.abs(number) * ROUNDING;
    // Below the smallest normal number may be 0, and beyond the largest is infinity.
    if (Math.abs(moved) < LEAST_FLOAT) return number * sign > 0 ? sign * LEAST_FLOAT : 0;
    return Math.abs(moved) > LARGEST_FLOAT ? sign * Infinity : moved;
  };
  const range = { low: outwards(low, -1), high: outwards(high, 1) };
  if (energy === undefined || !Number.isFinite(energy.bound)) return range;
  return { ...range, energy: { axes: energy.axes, bound: energy.bound * (1 + ROUNDING) } };
}

const LARGEST_FLOAT = 2 ** 127 * (2 - 2 ** -23);
const LEAST_FLOAT = 2 ** -126;

export function magnitude({ low, high }: Range): number {
  return Math.max(-low, high, 0);
}

/** What lies in any of them. */
export function hull(ranges: readonly Range[]): Range {
  const [first, ...others] = ranges;
  if (first === undefined) return UNKNOWN;
  if (others.length === 0) return first;
  return {
    low: Math.min(...ranges.map(({ low }) => low)),
    high: Math.max(...ranges.map(({ high }) => high)),
    ...(ranges.some(({ masks }) => masks === true) && { masks: true }),
  };
}

export function withoutEnergy({ low, high, masks }: Range): Range {
  return { low, high, ...(masks === true && { masks }) };
}

/** Bounds with the elements that a mask hides among them. */
export function unmasked(range: Range): Range {
  return range.masks === true ? { low: -Infinity, high: range.high } : range;
}

/** 0 times infinity is 0 here: an infinite bound says that a number is not known. */
export function product(a: number, b: number): number {
  return a === 0 || b === 0 ? 0 : a * b;
}

/** Bounds of the products of numbers of two ranges. */
export function productBounds(a: Range, b: Range): readonly [number, number] {
  const corners = [a.low, a.high].flatMap((x) => [product(x, b.low), product(x, b.high)]);
  return [Math.min(...corners), Math.max(...corners)];
}

/**
 * At most the root of the sum of squares of as many elements along each axis, at one place along the others: by the
 * energy that is known, or by the largest element.
 */
export function energyOver(range: Range, counts: readonly number[]): number {
  const byElements = product(magnitude(range), Math.sqrt(elementCount(counts)));
  const { energy } = range;
  if (energy === undefined) return byElements;
  const others = counts.filter((_, axis) => !energy.axes.includes(axis));
  return Math.min(byElements, energy.bound * Math.sqrt(elementCount(others)));
}

/** How many elements along each axis the sum over `axes` takes. */
export function countsOver(shape: readonly number[], axes: readonly number[]): readonly number[] {
  const along = normalizeAxes(axes, shape.length);
  return shape.map((size, axis) => (along.includes(axis) ? size : 1));
}
