/** RandomUniformLike: reproducible random numbers of the shape of the input. */

import { defineRule } from '../rule.ts';
import { floatTypeOf, seedOf } from '../shared/random.ts';

export const randomUniformLike = defineRule({
  op: 'RandomUniformLike',
  since: 1,
  convert: (node) => {
    const { dtype: own, shape } = node.input(0).type;
    const dtype = floatTypeOf(node, own);
    const low = node.attributes.float('low', 0);
    const high = node.attributes.float('high', 1);
    return node.b.random_uniform({}, { shape, dtype, low, high, seed: seedOf(node) });
  },
});
