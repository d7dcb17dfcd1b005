/** BitwiseNot: -1 - x, which wraps to the complement for unsigned integers too. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';

export const bitwiseNot = defineRule({
  op: 'BitwiseNot',
  since: 18,
  convert: (node) => arithmetic(node.b).sub(-1, node.input(0)),
});
