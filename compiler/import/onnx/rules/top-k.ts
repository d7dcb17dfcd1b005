/** TopK: k is an attribute before version 10, an input since, and must be known. */

import { fail } from '../../../../ir/define.ts';
import { defineRule } from '../rule.ts';

export const topK = defineRule({
  op: 'TopK',
  since: 1,
  convert: (node) => {
    const { attributes } = node;
    const k = node.opset < 10 ? attributes.int('k') : node.ints(1, 'k')[0];
    if (k === undefined) return fail('its k is empty');
    return node.b.top_k(
      { input: node.input(0) },
      {
        k,
        axis: attributes.int('axis', -1),
        largest: attributes.flag('largest', true),
        sorted: attributes.flag('sorted', true),
      },
    );
  },
});
