/** Bounds of norms: the squares of what they give add up to as many as there are. */

import type { Node } from '../../../ir/graph.ts';
import { normalizeAxis } from '../../../ir/shapes.ts';
import { elementCount } from '../../../ir/types.ts';
import { operandAt } from '../../passes/shared/nodes.ts';
import { bestEnergy } from '../energies.ts';
import { UNKNOWN, between, countsOver, energyOver, magnitude, product } from '../range.ts';
import type { Range } from '../range.ts';
import { sizesOf } from './operands.ts';
import type { RangeRule } from './rule.ts';

const ONE: Range = { low: 1, high: 1 };
const ZERO: Range = { low: 0, high: 0 };

/** What is normalised together: the squares of as many elements add up to their number. */
interface Standardized {
  readonly together: number;
  /** Axes of the energy of the result. */
  readonly axes: readonly number[];
  readonly centred: boolean;
}

function norm(of: (node: Node, shape: readonly number[]) => Standardized): RangeRule {
  return {
    results: (node, { range }) => {
      // With less than nothing added, the divisor may be any small number.
      if ((node.attributes['epsilon'] as number) < 0) return [UNKNOWN];
      const shape = sizesOf(node.results[0]);
      const { together, axes } = of(node, shape);
      const [, scale, bias] = node.operands;
      const [factor, added] = [scale ? range(scale) : ONE, bias ? range(bias) : ZERO];
      const most = product(Math.sqrt(together), magnitude(factor));
      const count = elementCount(countsOver(shape, axes));
      const perChannel = elementCount(sizesOf(bias));
      const shift =
        bias && product(energyOver(added, sizesOf(bias)), Math.sqrt(count / perChannel));
      const bound = product(Math.sqrt(count), magnitude(factor)) + (shift ?? 0);
      const energy = bestEnergy([{ axes, bound }], shape, most + magnitude(added));
      return [between(added.low - most, added.high + most, energy)];
    },
    inner: (node, { range }) => {
      const { low, high } = range(operandAt(node, 0));
      const { centred } = of(node, sizesOf(node.results[0]));
      return [{ kind: 'square', bound: (centred ? high - low : Math.max(-low, high)) ** 2 }];
    },
    rescaled: (attributes, factor) => ({
      ...attributes,
      epsilon: (attributes['epsilon'] as number) * factor ** 2,
    }),
  };
}

const trailing = (centred: boolean): RangeRule =>
  norm((node, shape) => {
    const from = normalizeAxis(node.attributes['axis'] as number, shape.length);
    const axes = shape.flatMap((_, axis) => (axis < from ? [] : [axis]));
    return { together: elementCount(shape.slice(from)), axes, centred };
  });

const groupNorm = norm((node, shape) => {
  const axes = shape.flatMap((_, axis) => (axis === 0 ? [] : [axis]));
  const together = elementCount(shape.slice(1)) / (node.attributes['groups'] as number);
  return { together, axes, centred: true };
});

export const normRules: Readonly<Record<string, RangeRule>> = {
  group_norm: groupNorm,
  layer_norm: trailing(true),
  rms_norm: trailing(false),
};
