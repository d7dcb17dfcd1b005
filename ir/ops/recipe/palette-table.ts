/**
 * The numbers that stand best for all of a group, by the sum of squares of the differences, each as often as its
 * importance says: k-means on a line, in ascending order (the best cuts by dynamic programming, refined by Lloyd).
 */

import { attr } from '../../attr.ts';
import { Histogram, clusterCenters } from '../../clusters.ts';
import { defineRecipe, fail, operand, optional } from '../../define.ts';
import { checkGroups, groupRuns } from '../../palettes.ts';
import { broadcastOffsets, broadcastShapes, printShape } from '../../shapes.ts';
import { numbers, tensorFrom } from '../../tensor.ts';
import { FLOATS, shapeEquals, tensorType } from '../../types.ts';

export const palette_table = defineRecipe({
  name: 'palette_table',
  operands: {
    input: operand(FLOATS),
    /** Broadcasts to the input; all numbers are alike when absent. */
    importance: optional(FLOATS),
  },
  attributes: {
    bits: attr.int(),
    groups: attr.int(1),
    axis: attr.int(0),
  },
  traits: ['pure'],
  infer: ({ input, importance }, { bits, groups, axis }) => {
    if (bits < 1 || bits > 8) fail(`a palette of ${bits} bits`, 'use 1 to 8');
    checkGroups(input.shape, groups, axis);
    if (importance && !shapeEquals(broadcastShapes([input.shape, importance.shape]), input.shape)) {
      fail(`importance ${printShape(importance.shape)} is not of ${printShape(input.shape)}`);
    }
    return tensorType('f32', groups === 1 ? [2 ** bits] : [groups, 2 ** bits]);
  },
  evaluate: ({ input, importance }, { bits, groups, axis }) => {
    const { shape } = input;
    const x = numbers(input);
    const largest = new Float64Array(groups);
    for (const { start, end, group } of groupRuns(shape, groups, axis)) {
      let most = largest[group] ?? 0;
      for (let index = start; index < end; index++) {
        const size = Math.abs(x[index] ?? 0);
        if (size > most && size < Infinity) most = size;
      }
      largest[group] = most;
    }
    const weightOf = importance && weights(numbers(importance), importance.shape, shape);
    const tables = Array.from(largest, (most, own) => {
      const histogram = new Histogram(most === 0 ? 1 : most);
      for (const { start, end, group } of groupRuns(shape, groups, axis)) {
        if (group === own) histogram.add(x, start, end, weightOf);
      }
      return clusterCenters(histogram.bins(), 2 ** bits);
    });
    return tensorFrom(
      'f32',
      groups === 1 ? [2 ** bits] : [groups, 2 ** bits],
      tables.flatMap((table) => [...table]),
    );
  },
  cost: ({ input }, { bits }) => ({
    flops: 16 * bits * input.shape.reduce((product, dim) => product * dim, 1),
  }),
  samples: [],
});

function weights(
  importance: ArrayLike<number>,
  from: readonly number[],
  shape: readonly number[],
): (index: number) => number {
  const offset = broadcastOffsets(from, shape);
  return (index) => importance[offset(index)] ?? 0;
}
