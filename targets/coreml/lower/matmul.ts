/** Matrix product; with a constant on the right it is a linear layer, which takes up a bias. */

import type { Node } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { constantBehind } from '../build/compressed.ts';
import { layerWeight, linear, product } from '../build/matrix.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf } from '../terms.ts';

export const matmul = lowering(
  (request) => {
    const { attributes, node, required, type } = request;
    const x = required(0);
    const weight = isLinear(node) ? layerWeight(request, dtypeOf(x), false) : undefined;
    if (weight !== undefined) return linear(request, x, weight);
    const transposed = {
      left: attributes.bool('transpose_a'),
      right: attributes.bool('transpose_b'),
    };
    const shapes = [type(0).shape, type(1).shape] as const;
    return product(request, [x, required(1)], shapes, transposed);
  },
  { takesBias: isLinear },
);

function isLinear(node: Node): boolean {
  const [, weight] = node.operands;
  if (weight === undefined || weight.type.shape.length !== 2) return false;
  if (DTYPES[weight.type.dtype].kind !== 'float' || attributesOf(node).bool('transpose_a')) {
    return false;
  }
  return constantBehind(weight) !== undefined;
}
