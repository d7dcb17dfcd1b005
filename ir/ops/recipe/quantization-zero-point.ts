/** The integer that stands for 0 where the smallest number, or 0, is brought to the smallest integer by a scale. */

import { attr } from '../../attr.ts';
import { defineRecipe, fail, operand } from '../../define.ts';
import { pointwiseCost } from '../../pointwise.ts';
import {
  GRANULARITIES,
  QUANTIZED,
  integerRange,
  scaleGranularity,
  scaleShape,
} from '../../quantization.ts';
import { rangesOf } from '../../quantization-ranges.ts';
import { printShape } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, shapeEquals, tensorType } from '../../types.ts';

export const quantization_zero_point = defineRecipe({
  name: 'quantization_zero_point',
  operands: { input: operand(FLOATS), scale: operand(['f32']) },
  attributes: {
    per: attr.oneOf(GRANULARITIES, 'axis'),
    axis: attr.int(0),
    /** Elements along the axis that share a scale, where it is one for each block. */
    block_size: attr.int(0),
    dtype: attr.dtype('u8'),
  },
  traits: ['pure'],
  infer: ({ input, scale }, { dtype, ...granularity }) => {
    const shape = scaleShape(input.shape, granularity);
    if (!QUANTIZED.includes(dtype)) {
      fail(`cannot quantise to ${dtype}`, `use one of ${QUANTIZED.join(', ')}`);
    }
    if (!shapeEquals(scale.shape, shape)) {
      fail(`scale ${printShape(scale.shape)} does not fit`, `give ${printShape(shape)}`);
    }
    return tensorType(dtype, shape);
  },
  evaluate: ({ input, scale }, { dtype, ...granularity }) => {
    const { smallest } = rangesOf(input, scale.shape, scaleGranularity(granularity));
    const [low, high] = integerRange(dtype);
    const result = allocate(dtype, scale.shape);
    const [to, factors] = [numbers(result), numbers(scale)];
    for (let index = 0; index < to.length; index++) {
      const zero = low - Math.round((smallest[index] ?? 0) / (factors[index] ?? 1));
      to[index] = Math.min(high, Math.max(low, zero));
    }
    return result;
  },
  cost: pointwiseCost(2),
  samples: [],
});
