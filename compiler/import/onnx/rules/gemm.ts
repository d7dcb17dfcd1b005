/** Gemm: alpha * A @ B + beta * C, with either matrix transposed. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimAt } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { scaledBy } from '../shared/tensors.ts';

export const gemm = defineRule({
  op: 'Gemm',
  since: 7,
  convert: (node) => {
    const m = arithmetic(node.b);
    const { attributes } = node;
    const operands = { a: node.input(0), b: node.input(1) };
    const ranks = [operands.a.type.shape.length, operands.b.type.shape.length];
    if (ranks.some((rank) => rank !== 2)) fail(`its matrices have rank ${ranks.join(' and ')}`);
    const transposeA = attributes.flag('transA', false);
    const transposeB = attributes.flag('transB', false);
    node.implies(
      dimAt(operands.a.type.shape, Number(!transposeA)),
      dimAt(operands.b.type.shape, Number(transposeB)),
    );
    const product = node.b.matmul(operands, {
      transpose_a: transposeA,
      transpose_b: transposeB,
    });
    const scaled = scaledBy(m, product, attributes.float('alpha', 1));
    const beta = attributes.float('beta', 1);
    const bias = node.optional(2);
    if (bias === undefined || beta === 0) return scaled;
    return m.add(scaled, scaledBy(m, bias, beta));
  },
});
