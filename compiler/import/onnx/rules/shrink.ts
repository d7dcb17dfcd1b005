/** Shrink: x + bias below -lambd, x - bias above lambd, 0 between. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';

export const shrink = defineRule({
  op: 'Shrink',
  since: 9,
  convert: (node) => {
    const m = arithmetic(node.b);
    const input = node.input(0);
    const bound = node.attributes.float('lambd', 0.5);
    const bias = node.attributes.float('bias', 0);
    const above = m.where(m.less(bound, input), m.sub(input, bias), 0);
    return m.where(m.less(input, -bound), m.add(input, bias), above);
  },
});
