/** InstanceNormalization: group normalisation with a group for each channel. */

import { dimAt, sizeAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';

export const instanceNormalization = defineRule({
  op: 'InstanceNormalization',
  since: 6,
  convert: (node) => {
    const input = node.input(0);
    const operands = { input, scale: node.input(1), bias: node.input(2) };
    node.implies(dimAt(input.type.shape, 1), dimAt(operands.scale.type.shape, 0));
    const epsilon = node.attributes.float('epsilon', 1e-5);
    return node.b.group_norm(operands, { groups: sizeAt(input.type.shape, 1), epsilon });
  },
});
