/** QLinearMatMul: an exact integer product, scaled back to 8 bits. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';
import { matrixProduct } from '../shared/matmul.ts';
import { centred, perRow, requantized } from '../shared/quantized.ts';

export const qLinearMatMul = defineRule({
  op: 'QLinearMatMul',
  since: 10,
  convert: (node) => {
    const m = arithmetic(node.b);
    const a = centred(m, node.input(0), perRow(m, node.input(2)));
    const b = centred(m, node.input(3), node.input(5));
    const scale = perRow(m, m.cast(node.input(1), 'f32'));
    const both = m.mul(scale, m.cast(node.input(4), 'f32'));
    const factor = m.div(both, m.cast(node.input(6), 'f32'));
    const zero = node.input(7);
    return requantized(m, matrixProduct(node, m, a, b), factor, zero, zero.type.dtype);
  },
});
