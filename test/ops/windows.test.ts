/** Convolutions and pools agree with onnxruntime for any sizes and attributes. */

import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import { avg_pool } from '../../ir/ops/core/avg-pool.ts';
import { conv_transpose } from '../../ir/ops/core/conv-transpose.ts';
import { conv } from '../../ir/ops/core/conv.ts';
import { max_pool } from '../../ir/ops/core/max-pool.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { LAYOUTS, joinLayout } from '../../ir/windows.ts';
import { compareWithOracle } from './compare.ts';

const RUNS = { numRuns: 120, seed: 20, endOnFailure: true } as const;

/** One spatial axis: the window always fits, and no window lies between elements. */
const axisOf = fc
  .record({
    kernel: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 3 }),
    dilation: fc.integer({ min: 1, max: 2 }),
    before: fc.integer({ min: 0, max: 3 }),
    after: fc.integer({ min: 0, max: 3 }),
    room: fc.integer({ min: 0, max: 6 }),
    output: fc.integer({ min: 0, max: 2 }),
  })
  .map((axis) => {
    const { kernel, dilation, room } = axis;
    const before = Math.min(axis.before, kernel - 1);
    const after = Math.min(axis.after, kernel - 1);
    const size = Math.max(dilation, (kernel - 1) * dilation + 1 - before - after) + room;
    return { ...axis, before, after, size };
  });

const problem = fc.record({
  axes: fc.array(axisOf, { minLength: 1, maxLength: 3 }),
  batch: fc.integer({ min: 1, max: 2 }),
  groups: fc.integer({ min: 1, max: 3 }),
  inputs: fc.integer({ min: 1, max: 3 }),
  outputs: fc.integer({ min: 1, max: 3 }),
  layout: fc.constantFrom(...LAYOUTS),
  bias: fc.boolean(),
});
type Problem = typeof problem extends fc.Arbitrary<infer T> ? T : never;

function inputOf({ axes, batch, groups, inputs, layout }: Problem): Tensor {
  const spatial = axes.map(({ size }) => size);
  return seededTensor('f32', joinLayout({ batch, channels: groups * inputs, spatial }, layout), 1);
}

function windowsOf({ axes, layout }: Problem) {
  return {
    strides: axes.map(({ stride }) => stride),
    pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
    dilations: axes.map(({ dilation }) => dilation),
    layout,
  };
}

function kernelOf({ axes }: Problem): readonly number[] {
  return axes.map(({ kernel }) => kernel);
}

describe('windows', () => {
  it('conv', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (given) => {
        const { groups, inputs, outputs } = given;
        const weight = seededTensor('f32', [groups * outputs, inputs, ...kernelOf(given)], 2);
        const bias = seededTensor('f32', [groups * outputs], 3);
        const operands = { input: inputOf(given), weight, ...(given.bias ? { bias } : {}) };
        await compareWithOracle(conv, operands, { ...windowsOf(given), groups });
      }),
      RUNS,
    );
  });

  it('conv_transpose', async () => {
    await fc.assert(
      fc.asyncProperty(problem, async (given) => {
        const { axes, groups, inputs, outputs } = given;
        const weight = seededTensor('f32', [groups * inputs, outputs, ...kernelOf(given)], 2);
        const bias = seededTensor('f32', [groups * outputs], 3);
        const operands = { input: inputOf(given), weight, ...(given.bias ? { bias } : {}) };
        const output_padding = axes.map(({ output, stride }) => Math.min(output, stride - 1));
        const attributes = { ...windowsOf(given), groups, output_padding };
        fc.pre(axes.every(({ size, before, after }) => size > before + after));
        await compareWithOracle(conv_transpose, operands, attributes);
      }),
      RUNS,
    );
  });

  it('max_pool', async () => {
    await fc.assert(
      fc.asyncProperty(problem, fc.boolean(), async (given, ceil_mode) => {
        const attributes = { ...windowsOf(given), kernel: kernelOf(given), ceil_mode };
        await compareWithOracle(max_pool, { input: inputOf(given) }, attributes, 0);
      }),
      RUNS,
    );
  });

  it('avg_pool', async () => {
    await fc.assert(
      fc.asyncProperty(problem, fc.boolean(), fc.boolean(), async (given, ceil_mode, counts) => {
        const attributes = {
          ...windowsOf(given),
          kernel: kernelOf(given),
          ceil_mode,
          count_include_pad: counts,
        };
        await compareWithOracle(avg_pool, { input: inputOf(given) }, attributes);
      }),
      RUNS,
    );
  });
});
