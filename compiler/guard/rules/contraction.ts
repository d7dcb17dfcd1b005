/** Bounds of sums of products: by the largest element and the weight's magnitudes, or by the squares of both. */

import type { Node, Value } from '../../../ir/graph.ts';
import { elementCount } from '../../../ir/types.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { bestEnergy } from '../energies.ts';
import {
  UNKNOWN,
  between,
  countsOver,
  energyOver,
  magnitude,
  product,
  unmasked,
} from '../range.ts';
import type { Energy, Range } from '../range.ts';
import { sizesOf } from './operands.ts';
import type { Inner, Linear, RangeContext, RangeRule } from './rule.ts';

/** A sum of products without its bias. */
interface Sum {
  readonly bound: number;
  readonly terms: number;
  readonly energy: Energy | undefined;
}

/** Sums over as many elements along each axis of the input, times those of a weight. */
function weightedSum(
  [input, weight]: readonly [Value, Value],
  counts: readonly number[],
  axis: number,
  { range, rows }: RangeContext,
): { readonly bound: number; readonly terms: number; readonly all: number } {
  const x = unmasked(range(input));
  const terms = elementCount(counts);
  const largest = magnitude(unmasked(range(weight)));
  const shape = sizesOf(weight);
  const row = rows(weight, axis) ?? {
    most: product(largest, terms),
    root: product(largest, Math.sqrt(terms)),
    all: product(largest, Math.sqrt(elementCount(shape))),
  };
  const bound = Math.min(product(row.most, magnitude(x)), product(row.root, energyOver(x, counts)));
  return { bound, terms, all: row.all };
}

function convolved(node: Node, context: RangeContext, weightAxis: 0 | 1): Sum {
  const [input, weight] = [operandAt(node, 0), operandAt(node, 1)];
  const [shape, window] = [sizesOf(input), sizesOf(weight)];
  const last = shape.length - 1;
  const channels = node.attributes['layout'] === 'channels_last' ? last : 1;
  const groups = node.attributes['groups'] as number;
  const kernel = window.slice(2);
  const perGroup = (shape[channels] ?? 1) / groups;
  const spatial = [...kernel];
  const counts = shape.map((_, axis) =>
    axis === 0 ? 1 : axis === channels ? perGroup : (spatial.shift() ?? 1),
  );
  const { bound, terms, all } = weightedSum([input, weight], counts, weightAxis, context);
  const image = shape.map((size, axis) => (axis === 0 ? 1 : size));
  const whole = energyOver(unmasked(context.range(input)), image);
  const axes = shape.flatMap((_, axis) => (axis === 0 ? [] : [axis]));
  // Each place of the window is a matrix, and the sum of their norms is at most this.
  const energy = { axes, bound: product(product(all, whole), Math.sqrt(elementCount(kernel))) };
  return { bound, terms, energy };
}

function biased(node: Node, { bound, energy }: Sum, context: RangeContext): Range {
  const bias = node.operands[2];
  const shape = sizesOf(node.results[0]);
  const added = bias === undefined ? { low: 0, high: 0 } : unmasked(context.range(bias));
  const more =
    energy && product(magnitude(added), Math.sqrt(elementCount(countsOver(shape, energy.axes))));
  const total = energy && { axes: energy.axes, bound: energy.bound + (more ?? 0) };
  const best = bestEnergy([total], shape, bound + magnitude(added));
  return between(added.low - bound, added.high + bound, best);
}

function sumOf({ bound, terms }: Sum, bias: Range): Inner {
  return { kind: 'sum', bound: bound + magnitude(bias), terms };
}

const CONVOLUTION: Linear = { along: [0], factors: [1], terms: [2] };

function convolution(weightAxis: 0 | 1): RangeRule {
  const biasOf = (node: Node, { range }: RangeContext): Range =>
    node.operands[2] === undefined ? { low: 0, high: 0 } : unmasked(range(node.operands[2]));
  return {
    results: (node, context) => [biased(node, convolved(node, context, weightAxis), context)],
    inner: (node, context) => [sumOf(convolved(node, context, weightAxis), biasOf(node, context))],
    weights: (node) => [{ value: operandAt(node, 1), axis: weightAxis }],
    linear: () => CONVOLUTION,
  };
}

/** The axes of the operands that are summed over, and those that stay. */
function matrixAxes(node: Node) {
  const [a, b] = [sizesOf(node.operands[0]).length, sizesOf(node.operands[1]).length];
  const [ta, tb] = [
    node.attributes['transpose_a'] === true,
    node.attributes['transpose_b'] === true,
  ];
  return {
    row: ta ? a - 1 : a - 2,
    k: ta ? a - 2 : a - 1,
    column: tb ? b - 2 : b - 1,
    other: tb ? b - 1 : b - 2,
  };
}

function multiplied(node: Node, context: RangeContext): Sum {
  const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
  const { row, k, column, other } = matrixAxes(node);
  const result = sizesOf(node.results[0]);
  const alongA = countsOver(sizesOf(a), [k]);
  const alongB = countsOver(sizesOf(b), [other]);
  if (b.constant !== undefined) {
    const { all, ...sum } = weightedSum([a, b], alongA, column, context);
    const energy = product(all, energyOver(unmasked(context.range(a)), alongA));
    return { ...sum, energy: { axes: [result.length - 1], bound: energy } };
  }
  if (a.constant !== undefined) {
    const { all, ...sum } = weightedSum([b, a], alongB, row, context);
    const energy = product(all, energyOver(unmasked(context.range(b)), alongB));
    return { ...sum, energy: { axes: [result.length - 2], bound: energy } };
  }
  const [x, y] = [context.range(a), context.range(b)].map(unmasked);
  const bound = product(energyOver(x ?? UNKNOWN, alongA), energyOver(y ?? UNKNOWN, alongB));
  return { bound, terms: elementCount(alongA), energy: undefined };
}

export const contractionRules: Readonly<Record<string, RangeRule>> = {
  conv: convolution(0),
  conv_transpose: convolution(1),
  matmul: {
    results: (node, context) => {
      const { bound, energy } = multiplied(node, context);
      return [between(-bound, bound, bestEnergy([energy], sizesOf(node.results[0]), bound))];
    },
    inner: (node, context) => {
      const { bound, terms } = multiplied(node, context);
      return [{ kind: 'sum', bound, terms }];
    },
    weights: (node) => {
      const { row, column } = matrixAxes(node);
      const [a, b] = [operandAt(node, 0), operandAt(node, 1)];
      return [
        ...(b.constant === undefined ? [] : [{ value: b, axis: column }]),
        ...(a.constant === undefined ? [] : [{ value: a, axis: row }]),
      ];
    },
    linear: ({ operands: [a, b] }) => {
      if (b?.constant !== undefined) return { along: [0], factors: [1], terms: [] };
      if (a?.constant !== undefined) return { along: [1], factors: [0], terms: [] };
      return { along: [0], factors: [], terms: [] };
    },
  },
};
