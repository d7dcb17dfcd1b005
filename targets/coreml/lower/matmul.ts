/** Matrix product; with a constant on the right it is a linear layer, which takes up a bias. */

import type { Node } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
import { attributesOf } from '../../attributes.ts';
import { linear, product } from '../build/matrix.ts';
import { lowering } from '../lowering.ts';

export const matmul = lowering(
  (request) => {
    const { attributes, node, bias, required, type, constant } = request;
    const transposed = {
      left: attributes.bool('transpose_a'),
      right: attributes.bool('transpose_b'),
    };
    const weight = constant(1);
    if (weight !== undefined && isLinear(node)) {
      return linear(request, required(0), weight, { transposed: transposed.right, bias });
    }
    const shapes = [type(0).shape, type(1).shape] as const;
    return product(request, [required(0), required(1)], shapes, transposed);
  },
  { takesBias: isLinear },
);

function isLinear(node: Node): boolean {
  const weight = node.operands[1]?.constant;
  if (weight === undefined || weight.type.shape.length !== 2) return false;
  return DTYPES[weight.type.dtype].kind === 'float' && !attributesOf(node).bool('transpose_a');
}
