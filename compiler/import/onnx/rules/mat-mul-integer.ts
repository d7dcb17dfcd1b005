/** MatMulInteger: the product of 8-bit integers less their zero points, summed exactly in i32. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';
import { matrixProduct } from '../shared/matmul.ts';
import { centred, perRow } from '../shared/quantized.ts';

export const matMulInteger = defineRule({
  op: 'MatMulInteger',
  since: 10,
  convert: (node) => {
    const m = arithmetic(node.b);
    const zero = node.optional(2);
    const a = centred(m, node.input(0), zero && perRow(m, zero));
    const b = centred(m, node.input(1), node.optional(3));
    return matrixProduct(node, m, a, b);
  },
});
