/**
 * The input sampled on another grid, axis by axis: the nearest element, or linear or cubic interpolation
 * with the edge repeated outside (ONNX Resize-19 with its sizes and scales written out for all axes).
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import {
  COORDINATES,
  RESIZE_MODES,
  ROUNDINGS,
  staysAsItIs,
  resizeTaps,
  resizedAxes,
} from '../../resize.ts';
import type { ResizeRule, ResizedAxis, Taps } from '../../resize.ts';
import { printShape, splitAt } from '../../shapes.ts';
import { takeByAxis } from '../../strided.ts';
import { allocate, isBig, numbers, storeNumbers, toNumbers } from '../../tensor.ts';
import type { NumberArray, Tensor } from '../../tensor.ts';
import { NUMBERS, elementCount, shapeEquals, tensorType } from '../../types.ts';
import type { StaticTensorType } from '../../types.ts';

export const resize = defineOp({
  name: 'resize',
  operands: { input: operand(NUMBERS) },
  attributes: {
    shape: attr.dims(),
    /** Result elements for each input element, one number per axis; they need not divide the sizes. */
    scales: attr.floats(),
    /** For tf_crop_and_resize: the begin of the crop on each axis, then the ends, as fractions. */
    roi: attr.floats([]),
    mode: attr.oneOf(RESIZE_MODES),
    coordinates: attr.oneOf(COORDINATES),
    rounding: attr.oneOf(ROUNDINGS, 'round_prefer_floor'),
    cubic_coefficient: attr.float(-0.75),
    /** Places outside the input get no weight, rather than that of the edge. */
    exclude_outside: attr.bool(false),
    /** The result of tf_crop_and_resize outside the input. */
    extrapolation_value: attr.float(0),
    /** Widens the filter where the input is made smaller. */
    antialias: attr.bool(false),
  },
  traits: ['pure'],
  infer: ({ input }, { shape, scales, roi }) => {
    const rank = input.shape.length;
    if (shape.length !== rank || scales.length !== rank) {
      fail(`${printShape(input.shape)} needs ${rank} sizes and ${rank} scales`);
    }
    if (!scales.every((scale) => scale > 0 && Number.isFinite(scale))) {
      fail(`scales [${scales.join(',')}] must be positive`);
    }
    if (roi.length !== 0 && roi.length !== 2 * rank) {
      fail(`${printShape(input.shape)} needs ${2 * rank} numbers of roi, or none`);
    }
    input.shape.forEach((dim, axis) => {
      if (dim === 0 && shape[axis] !== 0) fail(`axis ${axis} is empty and cannot grow`);
    });
    return tensorType(input.dtype, shape);
  },
  evaluate: ({ input }, attributes, [type]) => {
    const axes = resizedAxes(input.shape, type?.shape ?? [], attributes);
    const taps = axes.map((axis) =>
      staysAsItIs(axis, attributes) ? undefined : resizeTaps(axis, attributes),
    );
    const { mode, extrapolation_value } = attributes;
    if (mode === 'nearest') return takeNearest(input, axes, taps, extrapolation_value);
    const result = allocate(input.dtype, type?.shape ?? []);
    // Integers of 64 bits are interpolated as far as numbers are exact.
    let data: NumberArray = isBig(input.dtype)
      ? Float64Array.from(toNumbers(input))
      : numbers(input);
    let shape: readonly number[] = input.shape;
    taps.forEach((tap, axis) => {
      if (tap === undefined) return;
      data = interpolate(data, shape, axis, tap, extrapolation_value);
      shape = shape.with(axis, axes[axis]?.to ?? 1);
    });
    storeNumbers(result, 0, data);
    return result;
  },
  cost: ({ input }, attributes, [result]) => ({
    flops: resizeFlops(input.shape, result, attributes),
  }),
  fold: ({ input }, attributes, [result]) => {
    const ones = input.type.shape.map(() => 1);
    const unchanged =
      result !== undefined &&
      shapeEquals(input.type.shape, result.shape) &&
      resizedAxes(ones, ones, attributes).every((axis) => staysAsItIs(axis, attributes));
    return unchanged ? { operand: 'input' } : undefined;
  },
  samples: [
    {
      name: 'nearest, twice as large',
      operands: { input: { shape: [1, 2, 3, 4] } },
      attributes: {
        shape: [1, 2, 6, 8],
        scales: [1, 1, 2, 2],
        mode: 'nearest',
        coordinates: 'asymmetric',
        rounding: 'floor',
      },
      tolerance: 0,
    },
    {
      name: 'nearest, smaller, half pixel',
      operands: { input: { shape: [1, 1, 7, 5] } },
      attributes: {
        shape: [1, 1, 3, 4],
        scales: [1, 1, 3 / 7, 0.8],
        mode: 'nearest',
        coordinates: 'half_pixel',
      },
      tolerance: 0,
    },
    {
      name: 'linear',
      operands: { input: { shape: [1, 2, 3, 4] } },
      attributes: {
        shape: [1, 2, 6, 6],
        scales: [1, 1, 2, 1.5],
        mode: 'linear',
        coordinates: 'half_pixel',
      },
    },
    {
      name: 'linear, aligned corners',
      operands: { input: { shape: [1, 1, 4, 4] } },
      attributes: {
        shape: [1, 1, 7, 3],
        scales: [1, 1, 1.75, 0.75],
        mode: 'linear',
        coordinates: 'align_corners',
      },
    },
    {
      name: 'cubic',
      operands: { input: { shape: [1, 1, 4, 5] } },
      attributes: {
        shape: [1, 1, 8, 7],
        scales: [1, 1, 2, 1.4],
        mode: 'cubic',
        coordinates: 'pytorch_half_pixel',
      },
    },
    {
      name: 'linear, antialiased',
      operands: { input: { shape: [1, 1, 8, 9] } },
      attributes: {
        shape: [1, 1, 3, 4],
        scales: [1, 1, 3 / 8, 4 / 9],
        mode: 'linear',
        coordinates: 'half_pixel',
        antialias: true,
      },
    },
    {
      name: 'cropped',
      operands: { input: { shape: [1, 1, 4, 4] } },
      attributes: {
        shape: [1, 1, 3, 3],
        scales: [1, 1, 0.75, 0.75],
        roi: [0, 0, 0.4, 0.6, 1, 1, 1.2, 1.7],
        mode: 'linear',
        coordinates: 'tf_crop_and_resize',
        extrapolation_value: 10,
      },
    },
  ],
});

function takeNearest(
  input: Tensor,
  axes: readonly ResizedAxis[],
  taps: readonly (Taps | undefined)[],
  extrapolation: number,
): Tensor {
  const lists = axes.map(({ to }, axis) => {
    const tap = taps[axis];
    if (tap === undefined) return Array.from({ length: to }, (_, index) => index);
    return Array.from(tap.places, (place, index) => (tap.outside[index] === 1 ? -1 : place));
  });
  return takeByAxis(input, lists, isBig(input.dtype) ? Math.trunc(extrapolation) : extrapolation);
}

/** One axis resized, in double precision. */
function interpolate(
  data: NumberArray,
  shape: readonly number[],
  axis: number,
  taps: Taps,
  extrapolation: number,
): Float64Array {
  const { outer, size, inner } = splitAt(shape, axis);
  const { count, places, weights, outside } = taps;
  const result = new Float64Array(outer * outside.length * inner);
  for (let item = 0; item < outer; item++) {
    for (let index = 0; index < outside.length; index++) {
      const to = (item * outside.length + index) * inner;
      if (outside[index] === 1) {
        result.fill(extrapolation, to, to + inner);
        continue;
      }
      for (let tap = 0; tap < count; tap++) {
        const weight = weights[index * count + tap] ?? 0;
        const from = (item * size + (places[index * count + tap] ?? 0)) * inner;
        for (let n = 0; n < inner; n++) {
          result[to + n] = (result[to + n] ?? 0) + weight * (data[from + n] ?? 0);
        }
      }
    }
  }
  return result;
}

function resizeFlops(
  from: readonly number[],
  result: StaticTensorType | undefined,
  attributes: ResizeRule & { readonly scales: readonly number[]; readonly roi: readonly number[] },
): number {
  if (attributes.mode === 'nearest') return 0;
  const to = result?.shape ?? [];
  return resizedAxes(from, to, attributes).reduce((flops, axis, index) => {
    if (staysAsItIs(axis, attributes)) return flops;
    const { count } = resizeTaps(axis, attributes);
    const elements = elementCount(to.slice(0, index + 1)) * elementCount(from.slice(index + 1));
    return flops + 2 * count * elements;
  }, 0);
}
