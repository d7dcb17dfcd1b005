/** ConcatFromSequence: the elements joined along an axis, or along a new one. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';
import { withAxes } from '../shared/tensors.ts';

export const concatFromSequence = defineRule({
  op: 'ConcatFromSequence',
  since: 11,
  convert: (node) => {
    const axis = node.attributes.int('axis');
    const items = node.sequence(0);
    if (items.length === 0) fail('the sequence is empty');
    const stacks = node.attributes.flag('new_axis', false);
    const m = arithmetic(node.b);
    const inputs = stacks ? items.map((item) => withAxes(m, item, [axis])) : items;
    return node.b.concat({ inputs }, { axis });
  },
});
