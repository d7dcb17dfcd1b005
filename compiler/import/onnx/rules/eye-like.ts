/** EyeLike: ones on a diagonal of a matrix of the input's shape. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';
import { filled } from '../shared/tensors.ts';

export const eyeLike = defineRule({
  op: 'EyeLike',
  since: 9,
  convert: (node) => {
    const { b, attributes } = node;
    const { dtype, shape } = node.input(0).type;
    if (shape.length !== 2) fail(`its input has rank ${shape.length}, not 2`);
    const ones = filled(node, attributes.dtype('dtype') ?? dtype, shape, 1);
    const k = attributes.int('k', 0);
    const above = b.trilu({ input: ones }, { k, upper: true });
    return b.trilu({ input: above }, { k, upper: false });
  },
});
