/** DynamicQuantizeLinear: quantised to u8 by the range of the input itself, which is made to contain 0. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';
import { axesFrom } from '../shared/tensors.ts';

export const dynamicQuantizeLinear = defineRule({
  op: 'DynamicQuantizeLinear',
  since: 11,
  convert: (node) => {
    const { b } = node;
    const m = arithmetic(b);
    const input = node.input(0);
    const axes = axesFrom(0, input.type.shape.length);
    const high = m.max(m.reduceMax(input, axes, false), 0);
    const low = m.min(b.reduce_min({ input }, { axes, keep_dims: false }), 0);
    const range = m.div(m.sub(high, low), 255);
    // An input of zeros has no range; any scale does.
    const scale = m.where(m.equal(range, 0), 1, range);
    const shifted = m.round(m.min(m.max(m.neg(m.div(low, scale)), 0), 255));
    const zero_point = m.cast(shifted, 'u8');
    const quantized = b.quantize_linear({ input, scale, zero_point });
    return [quantized, range, zero_point];
  },
});
