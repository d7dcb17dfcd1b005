/** Optional of a tensor: the tensor itself. */

import { defineRule } from '../rule.ts';

export const optional = defineRule({
  op: 'Optional',
  since: 15,
  convert: (node) => node.input(0),
});
