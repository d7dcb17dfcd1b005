/**
 * The scale that brings all numbers into the range of an integer dtype: the largest magnitude over the largest
 * integer where it is symmetric, else the span from the smallest to the largest number, with 0, over that of the
 * integers; 1 for numbers that are all 0 (as in onnxruntime's quantization tools). With `search` it is the one by
 * which the sum of squares of the errors is least.
 */

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
import { searchScales } from '../../scale-search.ts';
import { staticShape } from '../../shapes.ts';
import { tensor } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

export const quantization_scale = defineRecipe({
  name: 'quantization_scale',
  operands: { input: operand(FLOATS) },
  attributes: {
    per: attr.oneOf(GRANULARITIES, 'axis'),
    axis: attr.int(0),
    /** Elements along the axis that share a scale, where it is one for each block. */
    block_size: attr.int(0),
    dtype: attr.dtype('i8'),
    symmetric: attr.bool(true),
    search: attr.bool(false),
  },
  traits: ['pure'],
  infer: ({ input }, { dtype, symmetric, search, ...granularity }) => {
    if (search && !symmetric) fail('a scale with a zero point is not searched for');
    if (!QUANTIZED.includes(dtype)) {
      fail(`cannot quantise to ${dtype}`, `use one of ${QUANTIZED.join(', ')}`);
    }
    return tensorType('f32', scaleShape(input.shape, granularity));
  },
  evaluate: ({ input }, { dtype, symmetric, search, ...named }) => {
    const shape = staticShape(scaleShape(input.shape, named));
    const granularity = scaleGranularity(named);
    const { smallest, largest } = rangesOf(input, shape, granularity);
    const [low, high] = integerRange(dtype);
    const scales = smallest.map((from, index) => {
      const to = largest[index] ?? 0;
      const scale = symmetric ? Math.max(-from, to) / high : (to - from) / (high - low);
      // One too small for a float would be 0 too.
      return Math.fround(scale) > 0 && Number.isFinite(scale) ? scale : 1;
    });
    if (search) searchScales(input, dtype, { shape, scales }, granularity);
    return tensor('f32', shape, scales);
  },
  cost: pointwiseCost(2),
  samples: [],
});
