/** MatMul: numpy's product, also of vectors. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';
import { matrixProduct } from '../shared/matmul.ts';

export const matMul = defineRule({
  op: 'MatMul',
  since: 1,
  convert: (node) => matrixProduct(node, arithmetic(node.b), node.input(0), node.input(1)),
});
