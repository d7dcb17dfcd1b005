/** Clip: bounds are attributes before version 11, optional inputs since. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import type { Value } from '../../../../ir/graph.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { reshaped } from '../shared/tensors.ts';

export const clip = defineRule({
  op: 'Clip',
  since: 6,
  convert: (node) => {
    const m = arithmetic(node.b);
    const input = node.input(0);
    const low = bound(node, 'min', 1);
    const high = bound(node, 'max', 2);
    const raised = low === undefined ? input : m.max(input, low);
    return high === undefined ? raised : m.min(raised, high);
  },
});

function bound(node: RuleContext, name: 'min' | 'max', index: number): Value | undefined {
  if (node.opset >= 11) {
    const value = node.optional(index);
    return value && reshaped(arithmetic(node.b), value, []);
  }
  const value = node.attributes.optionalFloat(name);
  return value === undefined ? undefined : node.b.scalar(node.input(0).type.dtype, value);
}
