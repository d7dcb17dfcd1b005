/** Rectifier with a learned slope: x where x >= 0, slope * x elsewhere; slope broadcasts (ONNX PRelu-16). */

import { arithmetic } from '../../arithmetic.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { mapBroadcast } from '../../map-elements.ts';
import { broadcastType, pointwiseCost } from '../../pointwise.ts';
import { printShape } from '../../shapes.ts';
import { allocate } from '../../tensor.ts';
import { FLOATS, shapeEquals } from '../../types.ts';

const DTYPES_OF_PRELU = [...FLOATS, 'i32', 'i64', 'u32', 'u64'] as const;

export const prelu = defineComposite({
  name: 'prelu',
  operands: { input: operand(DTYPES_OF_PRELU), slope: operand(DTYPES_OF_PRELU) },
  attributes: {},
  traits: ['pure', 'pointwise'],
  infer: ({ input, slope }) => {
    const type = broadcastType([input, slope]);
    if (!shapeEquals(type.shape, input.shape)) {
      fail(
        `slope ${printShape(slope.shape)} does not broadcast to ${printShape(input.shape)}`,
        'give one slope, or one for each channel with its later axes of size 1',
      );
    }
    return type;
  },
  evaluate: ({ input, slope }) => {
    const result = allocate(input.dtype, input.shape);
    mapBroadcast(result, [input, slope], (x, factor) => {
      if (!(x < 0)) return x;
      return typeof x === 'bigint' ? x * BigInt(factor) : x * Number(factor);
    });
    return result;
  },
  cost: pointwiseCost(2),
  decompose: (b, { input, slope }) => {
    const m = arithmetic(b);
    return m.where(m.less(input, 0), m.mul(input, slope), input);
  },
  onnx: [{ op: 'PRelu', since: 7 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5] }, slope: { shape: [3, 1], constant: true } } },
    { operands: { input: { shape: [2, 3] }, slope: { shape: [1], values: [0.25] } } },
    {
      name: 'integers',
      operands: {
        input: { shape: [6], dtype: 'i32', range: [-9, 9] },
        slope: { shape: [6], dtype: 'i32', range: [-3, 3] },
      },
      tolerance: 0,
    },
  ],
});
