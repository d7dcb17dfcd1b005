/** CastLike: to the element type of the second input. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';

export const castLike = defineRule({
  op: 'CastLike',
  since: 15,
  convert: (node) => {
    node.attributes.ignore('saturate', 'round_mode');
    return arithmetic(node.b).cast(node.input(0), node.input(1).type.dtype);
  },
});
