/** Hardmax: 1 at the first greatest element along an axis, 0 elsewhere. */

import { sizeAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { alongRows } from '../shared/softmax.ts';

export const hardmax = defineRule({
  op: 'Hardmax',
  since: 1,
  convert: (node) =>
    alongRows(node, (input, axis) => {
      const { b } = node;
      const { dtype, shape } = input.type;
      const indices = b.arg_max({ input }, { axis, keep_dims: false });
      const values = b.vector(dtype, [0, 1]);
      return b.one_hot({ indices, values }, { depth: sizeAt(shape, axis), axis });
    }),
});
