/** Scales that are searched for: each comes from its own numbers alone, and loses no more than the one that holds them all. */

import { expect, it } from 'vitest';
import { quantization_scale } from '../../ir/ops/recipe/quantization-scale.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { evaluateOp } from '../support/samples.ts';

const SHAPE = [3, 5, 4] as const;
/** One number in seven is far away from the others, so that it is cut. */
const input = tensorFrom(
  'f32',
  SHAPE,
  [...toNumbers(seededTensor('f32', SHAPE, 7))].map((x, index) => (index % 7 === 3 ? 5 * x : x)),
);

function scalesOf(
  tensor: Tensor,
  attributes: Readonly<Record<string, unknown>>,
): readonly number[] {
  const given = { dtype: 'i4', ...attributes };
  const [scales] = evaluateOp(quantization_scale, { input: tensor }, given);
  return scales === undefined ? [] : [...toNumbers(scales)];
}

function loss(values: readonly number[], scale: number): number {
  return values.reduce((sum, x) => {
    const integer = Math.min(7, Math.max(-8, Math.round(x / scale)));
    return sum + (x - scale * integer) ** 2;
  }, 0);
}

type Place = readonly [number, number, number];

/** The scale of a place. */
const CASES: readonly (readonly [object, (place: Place) => number])[] = [
  [{ per: 'tensor' }, () => 0],
  [{ per: 'axis', axis: 0 }, ([first]) => first],
  [{ per: 'axis', axis: 1 }, ([, second]) => second],
  [{ per: 'axis', axis: -1 }, ([, , third]) => third],
  [{ per: 'block', axis: 0, block_size: 2 }, ([a, b, c]) => (Math.floor(a / 2) * 5 + b) * 4 + c],
  [{ per: 'block', axis: 1, block_size: 2 }, ([a, b, c]) => (a * 3 + Math.floor(b / 2)) * 4 + c],
  [{ per: 'block', axis: 2, block_size: 3 }, ([a, b, c]) => (a * 5 + b) * 2 + Math.floor(c / 3)],
  // More than memory has; it is the whole axis.
  [{ per: 'block', axis: 1, block_size: 2 ** 50 }, ([a, , c]) => a * 4 + c],
];

it.each(CASES)('%j', (granularity, scaleAt) => {
  const groups = new Map<number, number[]>();
  for (const [index, x] of toNumbers(input).entries()) {
    const scale = scaleAt([Math.floor(index / 20), Math.floor(index / 4) % 5, index % 4]);
    groups.set(scale, [...(groups.get(scale) ?? []), x]);
  }
  const [plain, searched] = [false, true].map((search) =>
    scalesOf(input, { ...granularity, search }),
  );
  expect(searched?.length).toBe(groups.size);
  let smaller = 0;
  for (const [scale, values] of groups) {
    const [found = NaN, whole = NaN] = [searched?.[scale], plain?.[scale]];
    const alone = tensorFrom('f32', [values.length], values);
    expect(scalesOf(alone, { per: 'tensor', search: true })).toEqual([found]);
    expect(loss(values, found)).toBeLessThanOrEqual(loss(values, whole) * (1 + 1e-6));
    if (loss(values, found) < 0.95 * loss(values, whole)) smaller++;
  }
  expect(smaller).toBeGreaterThan(0);
});
