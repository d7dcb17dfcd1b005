/** Flatten: to a matrix, the axes before `axis` being its rows. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimProduct } from '../../../../ir/dim.ts';
import { defineRule } from '../rule.ts';
import { reshaped } from '../shared/tensors.ts';

export const flatten = defineRule({
  op: 'Flatten',
  since: 1,
  convert: (node) => {
    const input = node.input(0);
    const { shape } = input.type;
    const given = node.attributes.int('axis', 1);
    const axis = given < 0 ? given + shape.length : given;
    if (axis < 0 || axis > shape.length) fail(`axis ${given} is outside rank ${shape.length}`);
    const rows = dimProduct(shape.slice(0, axis));
    return reshaped(arithmetic(node.b), input, [rows, dimProduct(shape.slice(axis))]);
  },
});
