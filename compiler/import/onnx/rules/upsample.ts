/** Upsample: scales are an attribute in version 7, an input in version 9. */

import { fail } from '../../../../ir/define.ts';
import { toNumbers } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import { upsampled } from '../shared/upsampling.ts';

export const upsample = defineRule({
  op: 'Upsample',
  since: 7,
  until: 9,
  convert: (node) => {
    const scales =
      node.opset < 9
        ? (node.attributes.floats('scales') ?? fail('it has no scales'))
        : toNumbers(node.constant(1, 'the scales'));
    return upsampled(node, scales, 'floor');
  },
});
