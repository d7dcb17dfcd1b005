/** Absolute value: |x| (ONNX Abs-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { NUMBERS } from '../../types.ts';

export const abs = unaryPointwise({
  name: 'abs',
  dtypes: NUMBERS,
  number: Math.abs,
  bigint: (x) => (x < 0n ? -x : x),
  onnx: [{ op: 'Abs', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5] } }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [5], dtype: 'i32', range: [-9, 9] } },
      tolerance: 0,
    },
  ],
});
