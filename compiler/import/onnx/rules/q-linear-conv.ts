/** QLinearConv: an exact integer convolution, scaled back to 8 bits. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { staticShape } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { centred, requantized } from '../shared/quantized.ts';
import { alongAxis } from '../shared/tensors.ts';
import { checkKernelShape, readWindows } from '../shared/windows.ts';

export const qLinearConv = defineRule({
  op: 'QLinearConv',
  since: 10,
  convert: (node) => {
    const m = arithmetic(node.b);
    const [input, weight] = [node.input(0), node.input(3)];
    const [scale, weightScale, resultScale] = [node.input(1), node.input(4), node.input(6)];
    const rank = weight.type.shape.length;
    const kernel = staticShape(weight.type.shape).slice(2);
    checkKernelShape(node, kernel);
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    const sum = node.b.conv(
      {
        input: centred(m, input, node.optional(2)),
        weight: centred(m, weight, alongAxis(m, node.input(5), 0, rank)),
        bias: node.optional(8),
      },
      { ...windows, groups: node.attributes.int('group', 1) },
    );
    // One factor per output channel, which is axis 1 of the result.
    const perOutput = alongAxis(m, weightScale, 1, rank);
    const factor = m.div(m.mul(scale, perOutput), resultScale);
    return requantized(m, sum, factor, node.optional(7), node.input(7).type.dtype);
  },
});
