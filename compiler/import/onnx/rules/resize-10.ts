/** Resize of version 10: Upsample that may also shrink. */

import { toNumbers } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import { upsampled } from '../shared/upsampling.ts';

export const resize10 = defineRule({
  op: 'Resize',
  since: 10,
  until: 10,
  convert: (node) => upsampled(node, toNumbers(node.constant(1, 'the scales'))),
});
