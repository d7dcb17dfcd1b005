/** Resize of version 10: Upsample that may also shrink. */

import { fail } from '../../../../ir/define.ts';
import { toNumbers } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import { upsampled } from '../shared/upsampling.ts';

export const resize10 = defineRule({
  op: 'Resize',
  since: 10,
  until: 10,
  convert: (node) => {
    const scales = toNumbers(node.constant(1, 'the scales'));
    const shrinks = scales.some((scale) => scale < 1);
    if (shrinks && scales.some((scale) => scale > 1)) {
      fail('it grows one axis and shrinks another', 'export the model with opset 11 or later');
    }
    // The version does not say how to round; onnxruntime takes the next element when it shrinks.
    return upsampled(node, scales, shrinks ? 'ceil' : 'floor');
  },
});
