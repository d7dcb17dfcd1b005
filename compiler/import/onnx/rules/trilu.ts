/** Trilu: one triangle of matrices; the diagonal must be known. */

import { defineRule } from '../rule.ts';

export const trilu = defineRule({
  op: 'Trilu',
  since: 14,
  convert: (node) => {
    const k = node.optional(1) === undefined ? 0 : (node.ints(1, 'k')[0] ?? 0);
    const upper = node.attributes.flag('upper', true);
    return node.b.trilu({ input: node.input(0) }, { k, upper });
  },
});
