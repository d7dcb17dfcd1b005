/** Concat: inputs joined along an axis; one input is its own result. */

import { defineRule } from '../rule.ts';

export const concat = defineRule({
  op: 'Concat',
  since: 4,
  convert: (node) => {
    const axis = node.attributes.int('axis');
    const inputs = node.inputs();
    const [first] = inputs;
    if (first !== undefined && inputs.length === 1) return first;
    return node.b.concat({ inputs }, { axis });
  },
});
