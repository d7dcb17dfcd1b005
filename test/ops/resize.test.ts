/** Resize agrees with onnxruntime for any sizes, modes and coordinates. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { resize } from '../../ir/ops/core/resize.ts';
import { COORDINATES, ROUNDINGS } from '../../ir/resize.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { evaluateOp, fullAttributes } from '../support/samples.ts';
import { compareWithOracle } from './compare.ts';

const RUNS = { numRuns: 150, seed: 20, endOnFailure: true } as const;

const axis = fc.record({
  from: fc.integer({ min: 1, max: 9 }),
  scale: fc.constantFrom(0.3, 0.5, 0.75, 1, 1.25, 1.5, 2, 2.7, 3),
  begin: fc.constantFrom(-0.2, 0, 0.25),
  end: fc.constantFrom(0.6, 1, 1.3),
});
type Axis = typeof axis extends fc.Arbitrary<infer T> ? T : never;

const interpolated = fc.constantFrom(
  ...COORDINATES.filter((coordinates) => coordinates !== 'tf_half_pixel_for_nn'),
);

/** Batch and channels stay as they are. */
function problemOf(axes: readonly Axis[], cropped: boolean) {
  const froms = axes.map(({ from }) => from);
  const tos = axes.map(({ from, scale }) => Math.max(1, Math.floor(from * Math.fround(scale))));
  return {
    input: seededTensor('f32', [1, 2, ...froms], 1),
    shape: [1, 2, ...tos],
    scales: [1, 1, ...axes.map(({ scale }) => scale)],
    ...(cropped
      ? {
          // onnxruntime does not crop axes of scale 1.
          roi: [
            0,
            0,
            ...axes.map(({ begin, scale }) => (scale === 1 ? 0 : begin)),
            1,
            1,
            ...axes.map(({ end, scale }) => (scale === 1 ? 1 : end)),
          ],
        }
      : {}),
  };
}

/**
 * onnxruntime refuses results without elements, and copies those of unchanged size whatever the scale
 * (with antialias also single axes).
 */
function fits(axes: readonly Axis[]): boolean {
  const tos = axes.map(({ from, scale }) => Math.floor(from * Math.fround(scale)));
  return tos.every((to) => to >= 1) && axes.some(({ from }, index) => from !== tos[index]);
}

describe('resize', () => {
  it('nearest', async () => {
    const axes = fc.array(axis, { minLength: 1, maxLength: 3 });
    const choices = fc.record({
      // The last bit of half_pixel_symmetric depends on how onnxruntime was compiled.
      coordinates: fc.constantFrom(...COORDINATES.filter((c) => c !== 'half_pixel_symmetric')),
      rounding: fc.constantFrom(...ROUNDINGS),
    });
    await fc.assert(
      fc.asyncProperty(axes, choices, async (given, { coordinates, rounding }) => {
        fc.pre(fits(given));
        const { input, ...rest } = problemOf(given, coordinates === 'tf_crop_and_resize');
        const attributes = { ...rest, mode: 'nearest', coordinates, rounding };
        await compareWithOracle(resize, { input }, { ...attributes, extrapolation_value: 5 }, 0);
      }),
      RUNS,
    );
  });

  it('linear', async () => {
    const axes = fc.array(axis, { minLength: 1, maxLength: 3 });
    await fc.assert(
      fc.asyncProperty(axes, interpolated, async (given, coordinates) => {
        fc.pre(fits(given));
        const { input, ...rest } = problemOf(given, coordinates === 'tf_crop_and_resize');
        const attributes = { ...rest, mode: 'linear', coordinates, extrapolation_value: 5 };
        await compareWithOracle(resize, { input }, attributes);
      }),
      RUNS,
    );
  });

  it('cubic', async () => {
    const axes = fc.array(axis, { minLength: 2, maxLength: 2 });
    const choices = fc.record({
      coordinates: interpolated,
      cubic_coefficient: fc.constantFrom(-0.75, -0.5),
      exclude_outside: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(axes, choices, async (given, chosen) => {
        fc.pre(fits(given));
        const { input, ...rest } = problemOf(given, chosen.coordinates === 'tf_crop_and_resize');
        await compareWithOracle(
          resize,
          { input },
          { ...rest, ...chosen, mode: 'cubic', extrapolation_value: 5 },
        );
      }),
      RUNS,
    );
  });

  it('antialiased', async () => {
    const axes = fc.array(axis, { minLength: 2, maxLength: 2 });
    const choices = fc.record({
      mode: fc.constantFrom('linear', 'cubic'),
      coordinates: fc.constantFrom('half_pixel', 'align_corners', 'asymmetric'),
      exclude_outside: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(axes, choices, async (given, chosen) => {
        fc.pre(fits(given) && given.every((one) => one.scale === 1 || fits([one])));
        const { input, ...rest } = problemOf(given, false);
        await compareWithOracle(resize, { input }, { ...rest, ...chosen, antialias: true });
      }),
      RUNS,
    );
  });
});

it.each([
  ['nearest', 'half_pixel'],
  ['nearest', 'tf_crop_and_resize'],
  ['linear', 'half_pixel'],
  ['cubic', 'align_corners'],
] as const)('%s by %s of integers of 64 bits is that of 32', (mode, coordinates) => {
  const attributes = fullAttributes(resize, {
    shape: [5],
    scales: [2.5],
    mode,
    coordinates,
    roi: [0.2, 1.4],
    extrapolation_value: -3.5,
  });
  const [narrow, wide] = (['i32', 'i64'] as const).map((dtype) => {
    const [result] = evaluateOp(resize, { input: tensorFrom(dtype, [2], [50, -70]) }, attributes);
    expect(result?.dtype).toBe(dtype);
    return result && toNumbers(result);
  });
  expect(wide).toEqual(narrow);
});
