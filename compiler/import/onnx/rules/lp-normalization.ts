/** LpNormalization: divided by the p-norm along an axis; where that is 0 the input is 0 already. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { normalizeAxis } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { norm } from '../shared/norms.ts';

export const lpNormalization = defineRule({
  op: 'LpNormalization',
  since: 1,
  convert: (node) => {
    const m = arithmetic(node.b);
    const input = node.input(0);
    const axis = normalizeAxis(node.attributes.int('axis', -1), input.type.shape.length);
    const length = norm(m, node, input, [axis], node.attributes.int('p', 2));
    return m.div(input, m.where(m.equal(length, 0), 1, length));
  },
});
