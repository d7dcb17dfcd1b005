/** QuantizeLinear: the result's type is the zero point's, else the attribute's, else u8. */

import { fail } from '../../../../ir/define.ts';
import { QUANTIZED } from '../../../../ir/quantization.ts';
import { defineRule } from '../rule.ts';

export const quantizeLinear = defineRule({
  op: 'QuantizeLinear',
  since: 10,
  convert: (node) => {
    const { attributes } = node;
    // `saturate` is about 8-bit floats; the quotient is of f32 whatever `precision` allows.
    attributes.ignore('saturate', 'precision');
    const code = attributes.int('output_dtype', 0);
    const wanted = code === 0 ? 'u8' : attributes.dtype('output_dtype');
    const dtype = QUANTIZED.find((candidate) => candidate === wanted);
    if (dtype === undefined) return fail(`cannot quantise to ${wanted ?? 'that type'}`);
    const operands = { input: node.input(0), scale: node.input(1), zero_point: node.optional(2) };
    const axis = attributes.int('axis', 1);
    const block_size = attributes.int('block_size', 0);
    return node.b.quantize_linear(operands, { axis, block_size, dtype });
  },
});
