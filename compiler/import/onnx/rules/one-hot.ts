/** OneHot: the depth must be known. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const oneHot = defineRule({
  op: 'OneHot',
  since: 9,
  convert: (node) => {
    const [depth] = node.ints(1, 'the depth');
    if (depth === undefined) return fail('its depth is empty');
    const operands = { indices: node.input(0), values: node.input(2) };
    return node.b.one_hot(operands, { depth, axis: node.attributes.int('axis', -1) });
  },
});
