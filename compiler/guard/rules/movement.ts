/** Bounds of what moves elements, joins them, or makes them from nothing. */

import type { Node } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { broadcastEnergy, energyOfProduct, reshapedEnergy, transposedEnergy } from '../energies.ts';
import { UNKNOWN, between, countsOver, energyOver, hull, withoutEnergy } from '../range.ts';
import type { Energy, Range } from '../range.ts';
import { operandRanges, sizesOf } from './operands.ts';
import { gatedBounds } from './pointwise.ts';
import type { Linear, RangeContext, RangeRule } from './rule.ts';

const ALONG: Linear = { along: [0], factors: [], terms: [] };

function moved(
  energyOf: (energy: Energy | undefined, node: Node) => Energy | undefined,
): RangeRule {
  return {
    results: (node, { range }) => {
      const own = range(operandAt(node, 0));
      return [{ ...own, energy: energyOf(own.energy, node) }];
    },
    linear: () => ALONG,
    takesMasks: true,
  };
}

/** What any op that only moves elements gives: one of those that it reads, of the kind that it gives. */
export const movementRule: RangeRule = {
  results: (node, context) =>
    node.results.map(({ type }) => {
      const same = node.operands.filter((operand) => operand?.type.dtype === type.dtype);
      return withoutEnergy(
        hull(same.flatMap((operand) => (operand === undefined ? [] : [context.range(operand)]))),
      );
    }),
  takesMasks: true,
};

const concat: RangeRule = {
  results: (node, context) => {
    const ranges = operandRanges(node, context);
    return [{ ...withoutEnergy(hull(ranges)), energy: joinedEnergy(node, ranges) }];
  },
  linear: ({ operands }) => ({ along: operands.map((_, index) => index), factors: [], terms: [] }),
  takesMasks: true,
};

function joinedEnergy(node: Node, ranges: readonly Range[]): Energy | undefined {
  const shape = sizesOf(node.results[0]);
  const axis = normalizeAxis(node.attributes['axis'] as number, shape.length);
  const axes = ranges.find(({ energy }) => energy !== undefined)?.energy?.axes;
  if (axes === undefined) return undefined;
  const bounds = ranges.map((range, index) =>
    energyOver(range, countsOver(sizesOf(node.operands[index]), axes)),
  );
  return { axes, bound: axes.includes(axis) ? Math.hypot(...bounds) : Math.max(...bounds) };
}

const pad: RangeRule = {
  results: (node, context) => {
    const [own = UNKNOWN] = operandRanges(node, context);
    const value = node.operands[1];
    if (node.attributes['mode'] !== 'constant') return [withoutEnergy(own)];
    const filled = value === undefined ? { low: 0, high: 0 } : context.range(value);
    const range = withoutEnergy(hull([own, filled]));
    return [filled.low === 0 && filled.high === 0 ? { ...range, energy: own.energy } : range];
  },
  linear: ({ operands }) => ({
    along: operands[1] === undefined ? [0] : [0, 1],
    factors: [],
    terms: [],
  }),
  takesMasks: true,
};

/** Elements of the input or of the updates, where they are not combined. */
const scatter: RangeRule = {
  results: (node, context) => {
    const combines = ['add', 'mul'].includes(node.attributes['reduction'] as string);
    const [own = UNKNOWN, , updates = UNKNOWN] = operandRanges(node, context);
    return [combines ? UNKNOWN : withoutEnergy(hull([own, updates]))];
  },
};

const geglu: RangeRule = {
  results: (node, context: RangeContext) => {
    const [own = UNKNOWN] = operandRanges(node, context);
    const bounds = gatedBounds(own, own);
    return [between(...bounds, energyOfProduct(own, own, sizesOf(node.results[0])))];
  },
};

/** Radius of the farthest normal number that can be drawn, in standard deviations. */
const FARTHEST = 9;

const random = (
  bounds: (attributes: Node['attributes']) => readonly [number, number],
): RangeRule => ({
  results: (node) => [between(...bounds(node.attributes))],
});

export const movementRules: Readonly<Record<string, RangeRule>> = {
  broadcast: moved((energy, node) =>
    broadcastEnergy(energy, sizesOf(node.operands[0]), sizesOf(node.results[0])),
  ),
  concat,
  geglu,
  pad,
  random_normal: random(({ mean, scale }) => {
    const far = FARTHEST * Math.abs(scale as number);
    return [(mean as number) - far, (mean as number) + far];
  }),
  random_uniform: random(({ low, high }) => [
    Math.min(low as number, high as number),
    Math.max(low as number, high as number),
  ]),
  reshape: moved((energy, node) =>
    reshapedEnergy(energy, sizesOf(node.operands[0]), sizesOf(node.results[0])),
  ),
  scatter_elements: scatter,
  scatter_nd: scatter,
  slice: moved((energy) => energy),
  transpose: moved((energy, { attributes }) =>
    transposedEnergy(energy, attributes['perm'] as readonly number[]),
  ),
};
