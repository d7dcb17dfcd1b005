/** Bounds of what works along axes: reductions, softmax, pools and resizing. */

import type { Node } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import {
  UNKNOWN,
  between,
  countsOver,
  energyOver,
  hull,
  magnitude,
  product,
  withoutEnergy,
} from '../range.ts';
import type { Range } from '../range.ts';
import { operandRanges, sizesOf } from './operands.ts';
import type { Linear, RangeContext, RangeRule } from './rule.ts';

const ALONG: Linear = { along: [0], factors: [], terms: [] };

/** How many elements are combined into one, and the largest that their sum can be. */
function combined(node: Node, { range }: RangeContext) {
  const input = operandAt(node, 0);
  const counts = countsOver(sizesOf(input), node.attributes['axes'] as readonly number[]);
  const own = range(input);
  const terms = elementCount(counts);
  return { own, terms, bound: product(Math.sqrt(terms), energyOver(own, counts)) };
}

const reduceSum: RangeRule = {
  results: (node, context) => {
    const { own, terms, bound } = combined(node, context);
    const [low, high] = [product(terms, own.low), product(terms, own.high)];
    return [between(Math.max(low, -bound), Math.min(high, bound))];
  },
  inner: (node, context) => {
    const { bound, terms } = combined(node, context);
    return [{ kind: 'sum', bound, terms }];
  },
  linear: () => ALONG,
};

/** One of the elements, or between them. */
const among: RangeRule = {
  results: (node, context) => {
    const [range = UNKNOWN] = operandRanges(node, context);
    // The largest of nothing is -Infinity.
    return [elementCount(sizesOf(node.operands[0])) === 0 ? UNKNOWN : withoutEnergy(range)];
  },
  linear: () => ALONG,
  takesMasks: true,
};

const averaged: RangeRule = {
  results: (node, context) => {
    const { low, high } = operandRanges(node, context)[0] ?? UNKNOWN;
    return [between(low, high)];
  },
  linear: () => ALONG,
};

const avgPool: RangeRule = {
  ...averaged,
  results: (node, context) => {
    const { low, high } = operandRanges(node, context)[0] ?? UNKNOWN;
    return [between(Math.min(0, low), Math.max(0, high))];
  },
};

const reduceProd: RangeRule = {
  results: (node, context) => {
    const { own, terms } = combined(node, context);
    const most = magnitude(own) ** terms;
    return [between(own.low >= 0 ? 0 : -most, most)];
  },
};

const cumsum: RangeRule = {
  results: (node, context) => {
    const [{ low, high } = UNKNOWN] = operandRanges(node, context);
    const shape = sizesOf(node.results[0]);
    const terms = shape[normalizeAxis(node.attributes['axis'] as number, shape.length)] ?? 1;
    return [between(product(terms, Math.min(0, low)), product(terms, Math.max(0, high)))];
  },
  linear: () => ALONG,
};

const softmax: RangeRule = {
  results: (node) => {
    const axis = normalizeAxis(node.attributes['axis'] as number, sizesOf(node.results[0]).length);
    return [between(0, 1, { axes: [axis], bound: 1 })];
  },
  inner: (node) => {
    const shape = sizesOf(node.results[0]);
    const terms = shape[normalizeAxis(node.attributes['axis'] as number, shape.length)] ?? 1;
    return [{ kind: 'sum', bound: terms, terms }];
  },
  takesMasks: true,
};

const resize: RangeRule = {
  results: (node, context) => {
    const { attributes } = node;
    const [range = UNKNOWN] = operandRanges(node, context);
    const outside = attributes['extrapolation_value'] as number;
    const { low, high } =
      attributes['coordinates'] === 'tf_crop_and_resize'
        ? hull([range, { low: outside, high: outside }])
        : range;
    if (attributes['mode'] !== 'cubic') return [enlarged(node, between(low, high), range)];
    if (attributes['exclude_outside'] === true || attributes['antialias'] === true)
      return [UNKNOWN];
    // The four weights of an axis are largest in sum half way between two elements.
    const perAxis = 1.01 + Math.abs(attributes['cubic_coefficient'] as number) / 2;
    const most = product(Math.max(-low, high), perAxis ** sizesOf(node.results[0]).length);
    return [between(-most, most)];
  },
  linear: ({ attributes }) =>
    attributes['coordinates'] === 'tf_crop_and_resize' ? undefined : ALONG,
};

/** Each element is taken as often as the sizes grow, where the scales are those of the sizes and no place is a tie. */
function enlarged({ attributes, operands, results }: Node, range: Range, { energy }: Range): Range {
  if (energy === undefined || attributes['mode'] !== 'nearest') return range;
  const [from, to] = [sizesOf(operands[0]), sizesOf(results[0])];
  const ratios = to.map((size, axis) => size / (from[axis] ?? 1));
  const scales = attributes['scales'] as readonly number[];
  const asSized = ratios.every((ratio, at) => Number.isInteger(ratio) && ratio === scales[at]);
  const { coordinates, rounding } = attributes;
  const even =
    coordinates === 'half_pixel' || (coordinates === 'asymmetric' && rounding === 'floor');
  if (!asSized || !even) return range;
  const times = energy.axes.map((axis) => ratios[axis] ?? 1);
  return {
    ...range,
    energy: { axes: energy.axes, bound: energy.bound * Math.sqrt(elementCount(times)) },
  };
}

const argument: RangeRule = {
  results: (node) => [{ low: 0, high: Math.max(1, ...sizesOf(node.operands[0])) - 1 }],
  takesMasks: true,
};

export const axisRules: Readonly<Record<string, RangeRule>> = {
  arg_max: argument,
  arg_min: argument,
  avg_pool: avgPool,
  cumsum,
  max_pool: among,
  reduce_max: among,
  reduce_mean: averaged,
  reduce_min: among,
  reduce_prod: reduceProd,
  reduce_sum: reduceSum,
  resize,
  softmax,
  top_k: {
    results: (node, context) => [
      ...among.results(node, context),
      ...argument.results(node, context),
    ],
    takesMasks: true,
  },
};
