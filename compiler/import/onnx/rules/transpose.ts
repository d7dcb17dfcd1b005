/** Transpose: axes in the order of `perm`, reversed where it is absent. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';

export const transpose = defineRule({
  op: 'Transpose',
  since: 1,
  convert: (node) => {
    const input = node.input(0);
    const reversed = input.type.shape.map((_, axis) => axis).reverse();
    const perm = node.attributes.ints('perm') ?? reversed;
    return arithmetic(node.b).transpose(input, perm);
  },
});
