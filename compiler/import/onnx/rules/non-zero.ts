/** NonZero of a known tensor: how many there are decides the shape. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { dataConstant } from '../../../../ir/constant.ts';
import type { Value } from '../../../../ir/graph.ts';
import { getElement, stridesOf, tensorFrom } from '../../../../ir/tensor.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { counted, fillOf } from '../shared/tensors.ts';

export const nonZero = defineRule({
  op: 'NonZero',
  since: 9,
  convert: (node) => {
    const [length, ...others] = node.input(0).type.shape;
    const fill = fillOf(node, node.input(0));
    if (length === undefined || others.length > 0 || !fill) return nonZeroOf(node);
    // Of a vector of ones: the way to write 0, 1, 2, ... before Range.
    const m = arithmetic(node.b);
    return m.reshape(counted(node, m, length, 'i64'), [1, length]);
  },
});

function nonZeroOf(node: RuleContext): Value {
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
}
