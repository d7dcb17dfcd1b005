/** RandomUniform: reproducible random numbers. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';
import { floatTypeOf, seedOf } from '../shared/random.ts';

export const randomUniform = defineRule({
  op: 'RandomUniform',
  since: 1,
  convert: (node) => {
    const shape = node.attributes.ints('shape') ?? fail('it has no shape');
    const dtype = floatTypeOf(node, 'f32');
    const low = node.attributes.float('low', 0);
    const high = node.attributes.float('high', 1);
    return node.b.random_uniform({}, { shape, dtype, low, high, seed: seedOf(node) });
  },
});
