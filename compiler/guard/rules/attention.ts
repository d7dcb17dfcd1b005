/** Bounds of attention: its result is a mean of rows, its scores are products of two. */

import type { Node } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { bestEnergy } from '../energies.ts';
import { between, countsOver, energyOver, product, unmasked } from '../range.ts';
import { sizesOf } from './operands.ts';
import type { RangeContext, RangeRule } from './rule.ts';

/** The largest score of queries and keys, times the scale. */
function largestScore(node: Node, { range }: RangeContext): number {
  const [query, key] = [operandAt(node, 0), operandAt(node, 1)].map((operand) =>
    energyOver(unmasked(range(operand)), countsOver(sizesOf(operand), [-1])),
  );
  const scale = Math.abs(node.attributes['scale'] as number);
  return product(product(query ?? 0, key ?? 0), scale);
}

export const attentionRule: RangeRule = {
  results: (node, { range }) => {
    const value = operandAt(node, 2);
    const { low, high, ...rest } = range(value);
    const shape = sizesOf(node.results[0]);
    const axis = normalizeAxis(-1, shape.length);
    const hidden = rest.masks === true ? -Infinity : Math.min(0, low);
    // A mean of rows, or zeros, is no longer than the longest of them.
    const bound = energyOver(unmasked(range(value)), countsOver(sizesOf(value), [axis]));
    const largest = Math.max(-hidden, high, 0);
    return [
      between(hidden, Math.max(0, high), bestEnergy([{ axes: [axis], bound }], shape, largest)),
    ];
  },
  inner: (node, context) => {
    const mask = node.operands[3];
    const added = mask === undefined ? { high: 0 } : context.range(mask);
    return [
      { kind: 'score', bound: largestScore(node, context) + Math.max(0, added.high) },
      { kind: 'sum', bound: sizesOf(node.operands[1]).at(-2) ?? 1 },
    ];
  },
  takesMasks: true,
};
