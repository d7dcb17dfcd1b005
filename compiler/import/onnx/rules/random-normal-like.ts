/** RandomNormalLike: reproducible random numbers of the shape of the input. */

import { defineRule } from '../rule.ts';
import { floatTypeOf, seedOf } from '../shared/random.ts';

export const randomNormalLike = defineRule({
  op: 'RandomNormalLike',
  since: 1,
  convert: (node) => {
    const { dtype: own, shape } = node.input(0).type;
    const dtype = floatTypeOf(node, own);
    const mean = node.attributes.float('mean', 0);
    const scale = node.attributes.float('scale', 1);
    return node.b.random_normal({}, { shape, dtype, mean, scale, seed: seedOf(node) });
  },
});
