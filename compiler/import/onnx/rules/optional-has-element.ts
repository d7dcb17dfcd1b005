/** OptionalHasElement: whether an input is there, which is always known. */

import { defineRule } from '../rule.ts';

export const optionalHasElement = defineRule({
  op: 'OptionalHasElement',
  since: 15,
  convert: (node) => node.b.scalar('bool', Number(node.optional(0) !== undefined)),
});
