/**
 * The numbers that stand best for all of a group, by the sum of squares of the differences, each as often as its
 * importance says: k-means on a line, in ascending order (the best cuts by dynamic programming, refined by Lloyd).
 */

import { attr } from '../../attr.ts';
import { Histogram, clusterCenters } from '../../clusters.ts';
import { defineRecipe, fail, operand, optional } from '../../define.ts';
import { checkImportance, importanceOf } from '../../importance.ts';
import { checkGroups, groupRuns } from '../../palettes.ts';
import { numbers, tensorFrom } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

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
    checkImportance(input.shape, importance?.shape);
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
    const weightOf = importance && importanceOf(importance, shape);
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
