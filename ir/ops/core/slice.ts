/**
 * Elements start, start + step, ... up to but without end, along every axis (ONNX Slice-13, written out for
 * all axes). Starts are 0 to dim; ends beyond the axis are cut to it, and -1 ends a negative step at the
 * first element. An axis of unknown size is sliced with a positive step up to Number.MAX_SAFE_INTEGER.
 */

import { attr } from '../../attr.ts';
import { defineOp, fail, operand } from '../../define.ts';
import { dimAdd, dimFloorDiv, dimSub, printDim } from '../../dim.ts';
import type { Dim } from '../../dim.ts';
import { printShape } from '../../shapes.ts';
import { copyStrided } from '../../strided.ts';
import { stridesOf } from '../../tensor.ts';
import { ANY, byteSize, shapeEquals, tensorType } from '../../types.ts';

export const slice = defineOp({
  name: 'slice',
  operands: { input: operand(ANY) },
  attributes: { starts: attr.ints(), ends: attr.ints(), steps: attr.ints() },
  traits: ['pure', 'movement'],
  infer: ({ input }, { starts, ends, steps }) => {
    const rank = input.shape.length;
    if ([starts, ends, steps].some((list) => list.length !== rank)) {
      fail(`starts, ends and steps need ${rank} numbers each for ${printShape(input.shape)}`);
    }
    const dims = input.shape.map((dim, axis) =>
      slicedDim(dim, axis, starts[axis] ?? 0, ends[axis] ?? 0, steps[axis] ?? 1),
    );
    return tensorType(input.dtype, dims);
  },
  evaluate: ({ input }, { starts, steps }, [type]) => {
    const strides = stridesOf(input.shape);
    const start = strides.reduce((sum, stride, axis) => sum + stride * (starts[axis] ?? 0), 0);
    return copyStrided(
      input,
      type?.shape ?? [],
      strides.map((stride, axis) => stride * (steps[axis] ?? 1)),
      start,
    );
  },
  cost: (_, __, [result]) => ({
    flops: 0,
    bytes: result === undefined ? 0 : 2 * byteSize(result),
  }),
  fold: ({ input }, { steps }, [result]) =>
    result !== undefined &&
    steps.every((step) => step === 1) &&
    shapeEquals(input.type.shape, result.shape)
      ? { operand: 'input' }
      : undefined,
  samples: [
    {
      operands: { input: { shape: [4, 6] } },
      attributes: { starts: [1, 0], ends: [3, 6], steps: [1, 1] },
      tolerance: 0,
    },
    {
      name: 'steps',
      operands: { input: { shape: [2, 7, 5] } },
      attributes: { starts: [0, 1, 0], ends: [2, 7, 5], steps: [1, 3, 2] },
      tolerance: 0,
    },
    {
      name: 'backwards',
      operands: { input: { shape: [3, 6] } },
      attributes: { starts: [2, 4], ends: [-1, 0], steps: [-1, -2] },
      tolerance: 0,
    },
    {
      name: 'integers',
      operands: { input: { shape: [5], dtype: 'i32', range: [-9, 9] } },
      attributes: { starts: [3], ends: [Number.MAX_SAFE_INTEGER], steps: [1] },
      tolerance: 0,
    },
  ],
});

function slicedDim(dim: Dim, axis: number, start: number, end: number, step: number): Dim {
  if (step === 0) fail(`the step of axis ${axis} is 0`);
  if (typeof dim !== 'number') {
    if (step < 0 || start < 0 || end !== Number.MAX_SAFE_INTEGER) {
      fail(
        `axis ${axis} of unknown size ${printDim(dim)} cannot be sliced from ${start} to ${end} by ${step}`,
        'bind the dim to a number first',
      );
    }
    return dimFloorDiv(dimAdd(dimSub(dim, start), step - 1), step);
  }
  if (start < 0 || start > dim || end < -1 || (end === -1 && step > 0)) {
    fail(
      `axis ${axis} of size ${dim} cannot be sliced from ${start} to ${end} by ${step}`,
      'count starts and ends from 0; negative ones are resolved before',
    );
  }
  if (dim === 0) return 0;
  if (step < 0 && start === dim) {
    fail(`axis ${axis} of size ${dim} has no element ${start} to go backwards from`);
  }
  const length = step > 0 ? Math.min(end, dim) - start : start - end;
  return Math.max(0, Math.ceil(length / Math.abs(step)));
}
