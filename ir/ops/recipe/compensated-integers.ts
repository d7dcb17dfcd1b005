/**
 * The integers that a weight is rounded to with given scales, where each row makes good for its errors so far
 * (GPTQ, Frantar et al. 2022). A weight is dequantize_linear of them.
 */

import { attr } from '../../attr.ts';
import { defineRecipe, fail, operand, optional } from '../../define.ts';
import { checkFeedback, roundRows } from '../../feedback.ts';
import { QUANTIZED, checkQuantization, integerRange } from '../../quantization.ts';
import { scaleIndex } from '../../scale-index.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

export const compensated_integers = defineRecipe({
  name: 'compensated_integers',
  operands: {
    input: operand(FLOATS),
    /** As of quantize_linear. */
    scale: operand(['f32']),
    zero_point: optional(QUANTIZED),
    /** What errors of columns are worth in later ones: see ir/feedback.ts. */
    factor: operand(FLOATS),
    /** Columns in the order in which they are rounded. */
    order: optional(['i32']),
  },
  attributes: {
    axis: attr.int(0),
    block_size: attr.int(0),
    dtype: attr.dtype('i8'),
    /** The axis of the weight with an index for each row. */
    rows: attr.int(0),
    /** Columns that know of each other. */
    block: attr.int(),
  },
  traits: ['pure'],
  infer: ({ input, scale, zero_point, factor, order }, attributes) => {
    const { dtype, rows, block } = attributes;
    checkQuantization(input.shape, scale, zero_point, attributes);
    checkFeedback(input.shape, rows, block, factor.shape, order?.shape);
    if (!QUANTIZED.includes(dtype)) {
      fail(`cannot quantise to ${dtype}`, `use one of ${QUANTIZED.join(', ')}`);
    }
    return tensorType(zero_point?.dtype ?? dtype, input.shape);
  },
  evaluate: ({ input, scale, zero_point, factor, order }, attributes, [type]) => {
    const { rows, block } = attributes;
    const result = allocate(type?.dtype ?? 'i8', input.shape);
    const [to, scales] = [numbers(result), numbers(scale)];
    const zeros = zero_point && numbers(zero_point);
    const [low, high] = integerRange(result.dtype);
    const indexOf = scaleIndex(input.shape, scale.shape, attributes);
    const feedback = { factor: numbers(factor), order: order && numbers(order), block };
    roundRows({ shape: input.shape, data: numbers(input) }, rows, feedback, (place, value) => {
      const index = indexOf(place);
      const [step, zero] = [scales[index] ?? 1, zeros?.[index] ?? 0];
      const integer = Math.min(high, Math.max(low, Math.round(value / step) + zero));
      to[place] = integer;
      return (integer - zero) * step;
    });
    return result;
  },
  cost: ({ input }, { block }) => ({
    flops: block * input.shape.reduce((product, dim) => product * dim, 1),
  }),
  samples: [],
});
