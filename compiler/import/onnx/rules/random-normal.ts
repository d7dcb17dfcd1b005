/** RandomNormal: reproducible random numbers. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';
import { floatTypeOf, seedOf } from '../shared/random.ts';

export const randomNormal = defineRule({
  op: 'RandomNormal',
  since: 1,
  convert: (node) => {
    const shape = node.attributes.ints('shape') ?? fail('it has no shape');
    const dtype = floatTypeOf(node, 'f32');
    const mean = node.attributes.float('mean', 0);
    const scale = node.attributes.float('scale', 1);
    return node.b.random_normal({}, { shape, dtype, mean, scale, seed: seedOf(node) });
  },
});
