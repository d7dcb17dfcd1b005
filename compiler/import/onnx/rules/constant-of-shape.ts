/** ConstantOfShape: a tensor of one number; it stays a fill, however large. */

import { inlineValue } from '../../../../ir/constant.ts';
import { fail } from '../../../../ir/define.ts';
import { getElement, scalarTensor } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import { filled } from '../shared/tensors.ts';

export const constantOfShape = defineRule({
  op: 'ConstantOfShape',
  since: 9,
  convert: (node) => {
    const given = node.attributes.tensor('value');
    const value = given === undefined ? scalarTensor('f32', 0) : inlineValue(given);
    if (value?.data.length !== 1) return fail('its value must be one number');
    const shape = node.dims(0, 'the shape');
    if (shape.some((dim) => typeof dim === 'number' && dim < 0))
      fail('the shape has negative sizes');
    return filled(node, value.dtype, shape, getElement(value, 0));
  },
});
