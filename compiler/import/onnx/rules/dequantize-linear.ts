/** DequantizeLinear: the result has the scale's type, or that of the attribute. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { defineRule } from '../rule.ts';

export const dequantizeLinear = defineRule({
  op: 'DequantizeLinear',
  since: 10,
  convert: (node) => {
    const { attributes } = node;
    const operands = { input: node.input(0), scale: node.input(1), zero_point: node.optional(2) };
    const axis = attributes.int('axis', 1);
    const block_size = attributes.int('block_size', 0);
    const result = node.b.dequantize_linear(operands, { axis, block_size });
    const code = attributes.int('output_dtype', 0);
    const dtype = code === 0 ? undefined : attributes.dtype('output_dtype');
    return dtype === undefined ? result : arithmetic(node.b).cast(result, dtype);
  },
});
