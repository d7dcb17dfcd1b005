/** OptionalGetElement: what is there is a tensor already. */

import { defineRule } from '../rule.ts';

export const optionalGetElement = defineRule({
  op: 'OptionalGetElement',
  since: 15,
  convert: (node) => node.input(0),
});
