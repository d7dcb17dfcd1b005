/** GroupNormalization before version 21: scale and bias are per group. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import type { Arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import type { Value } from '../../../../ir/graph.ts';
import { sizeAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';

export const groupNormalization = defineRule({
  op: 'GroupNormalization',
  since: 18,
  until: 20,
  convert: (node) => {
    const { attributes } = node;
    attributes.ignore('stash_type');
    const m = arithmetic(node.b);
    const input = node.input(0);
    const groups = attributes.int('num_groups');
    const channels = sizeAt(input.type.shape, 1);
    if (groups < 1 || channels % groups !== 0) fail(`${channels} channels in ${groups} groups`);
    const affine = (index: number) => perChannel(m, node.input(index), channels);
    const operands = { input, scale: affine(1), bias: affine(2) };
    return node.b.group_norm(operands, { groups, epsilon: attributes.float('epsilon', 1e-5) });
  },
});

/** Some writers of version 18 give channels already. */
function perChannel(m: Arithmetic, value: Value, channels: number): Value {
  const groups = sizeAt(value.type.shape, 0);
  if (groups === channels) return value;
  const wide = m.broadcast(m.reshape(value, [groups, 1]), [groups, channels / groups]);
  return m.reshape(wide, [channels]);
}
