/** NonZero of a known tensor: how many there are decides the shape. */

import { dataConstant } from '../../../../ir/constant.ts';
import { getElement, stridesOf, tensorFrom } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';

export const nonZero = defineRule({
  op: 'NonZero',
  since: 9,
  convert: (node) => {
    const input = node.constant(0, 'the input, which decides the shape of the result,');
    const places: number[] = [];
    for (let index = 0; index < input.data.length; index++) {
      if (Number(getElement(input, index)) !== 0) places.push(index);
    }
    const strides = stridesOf(input.shape);
    const rows = strides.flatMap((stride, axis) =>
      places.map((place) => Math.floor(place / stride) % (input.shape[axis] ?? 1)),
    );
    return node.b.constant(dataConstant(tensorFrom('i64', [strides.length, places.length], rows)));
  },
});
