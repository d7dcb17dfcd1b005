/** Recognises exp(x - max) / sum(exp(x - max)), with or without the maximum, as softmax. */

import type { AttributeMap } from '../../ir/define.ts';
import type { Node } from '../../ir/graph.ts';
import { anyValue, capturedNode, either, node, scalar } from '../../ir/pattern.ts';
import { normalizeAxes } from '../../ir/shapes.ts';
import { definePass } from '../pass.ts';
import { applyRules, defineRule } from '../rewrite.ts';
import { operandAt } from './shared/nodes.ts';

/** A reduction along one axis that stays. */
function alongOneAxis({ axes, keep_dims }: AttributeMap): boolean {
  return keep_dims === true && (axes as readonly number[]).length === 1;
}

function axisOf(reduction: Node): number {
  const axes = reduction.attributes['axes'] as readonly number[];
  return normalizeAxes(axes, operandAt(reduction, 0).type.shape.length)[0] ?? 0;
}

const x = anyValue();
const largest = capturedNode(node('reduce_max', [x], alongOneAxis));

function quotients(powers: ReturnType<typeof node>) {
  const sum = capturedNode(node('reduce_sum', [powers], alongOneAxis));
  const inverse = either(node('reciprocal', [sum]), node('div', [scalar(1), sum]));
  return { sum, patterns: [node('div', [powers, sum]), node('mul', [powers, inverse])] };
}

const shifted = quotients(node('exp', [node('sub', [x, largest])]));
const plain = quotients(node('exp', [x]));

const RULES = [
  ...shifted.patterns.map((pattern) =>
    defineRule({
      name: 'softmax with its maximum',
      pattern,
      build: (b, match) => {
        const axis = axisOf(match.get(shifted.sum));
        if (axisOf(match.get(largest)) !== axis) return undefined;
        return b.softmax({ input: match.get(x) }, { axis });
      },
    }),
  ),
  ...plain.patterns.map((pattern) =>
    defineRule({
      name: 'softmax without its maximum',
      pattern,
      build: (b, match) =>
        b.softmax({ input: match.get(x) }, { axis: axisOf(match.get(plain.sum)) }),
    }),
  ),
];

export const raiseSoftmax = definePass({
  name: 'raise-softmax',
  describe: 'recognises the exponentials over their sum as softmax',
  run: (graph) => {
    applyRules(graph, RULES, 'raise-softmax');
  },
});
