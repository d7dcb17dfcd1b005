/** ConvInteger: the convolution of 8-bit integers less their zero points, summed exactly in i32. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { staticShape } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { centred } from '../shared/quantized.ts';
import { alongAxis } from '../shared/tensors.ts';
import { checkKernelShape, readWindows } from '../shared/windows.ts';

export const convInteger = defineRule({
  op: 'ConvInteger',
  since: 10,
  convert: (node) => {
    const m = arithmetic(node.b);
    const [input, weight] = [node.input(0), node.input(1)];
    const zero = node.optional(3);
    const rank = weight.type.shape.length;
    const perOutput = zero && alongAxis(m, zero, 0, rank);
    const kernel = staticShape(weight.type.shape).slice(2);
    checkKernelShape(node, kernel);
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    return node.b.conv(
      { input: centred(m, input, node.optional(2)), weight: centred(m, weight, perOutput) },
      { ...windows, groups: node.attributes.int('group', 1) },
    );
  },
});
