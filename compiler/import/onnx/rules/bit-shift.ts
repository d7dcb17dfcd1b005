/** BitShift of unsigned integers: multiplied or divided by a power of two, which wraps to 0 for long shifts. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const bitShift = defineRule({
  op: 'BitShift',
  since: 11,
  convert: (node) => {
    const m = arithmetic(node.b);
    if (!node.attributes.has('direction')) fail('it has no direction');
    const direction = node.attributes.word('direction', ['LEFT', 'RIGHT'], 'LEFT');
    const [input, count] = [node.input(0), node.input(1)];
    const power = m.pow(node.b.scalar(input.type.dtype, 2), count);
    return direction === 'LEFT' ? m.mul(input, power) : m.div(input, power);
  },
});
