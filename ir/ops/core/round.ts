/** Rounds to the nearest integer, halves to the even one (ONNX Round-11). */

import { roundHalfEven } from '../../float16.ts';
import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const round = unaryPointwise({
  name: 'round',
  dtypes: FLOATS,
  number: (x) => (x < 0 ? -roundHalfEven(-x) : roundHalfEven(x)),
  onnx: [{ op: 'Round', since: 11 }],
  samples: [
    {
      operands: { input: { shape: [2, 4], values: [-2.75, -1.25, 0.25, 0.75, 1.6, 2.4, 9.9, 7] } },
      tolerance: 0,
    },
    {
      name: 'halves',
      operands: { input: { shape: [6], values: [-2.5, -1.5, -0.5, 0.5, 1.5, 2.5] } },
      tolerance: 0,
    },
  ],
});
