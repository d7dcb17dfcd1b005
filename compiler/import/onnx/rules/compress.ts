/** Compress: the elements along an axis at which a known condition holds. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { dimProduct } from '../../../../ir/dim.ts';
import { getElement } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import { reshaped } from '../shared/tensors.ts';

export const compress = defineRule({
  op: 'Compress',
  since: 9,
  convert: (node) => {
    const condition = node.constant(1, 'the condition, which decides the shape of the result,');
    const kept: number[] = [];
    for (let index = 0; index < condition.data.length; index++) {
      if (Number(getElement(condition, index)) !== 0) kept.push(index);
    }
    const indices = node.b.vector('i64', kept);
    const input = node.input(0);
    const axis = node.attributes.optionalInt('axis');
    if (axis !== undefined) return node.b.gather({ input, indices }, { axis });
    const flat = reshaped(arithmetic(node.b), input, [dimProduct(input.type.shape)]);
    return node.b.gather({ input: flat, indices }, { axis: 0 });
  },
});
