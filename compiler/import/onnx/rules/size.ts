/** Size: the number of elements of the input. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { dimProduct } from '../../../../ir/dim.ts';
import { defineRule } from '../rule.ts';

export const size = defineRule({
  op: 'Size',
  since: 1,
  convert: (node) => {
    const count = node.shapeValue([dimProduct(node.input(0).type.shape)]);
    return arithmetic(node.b).reshape(count, []);
  },
});
