/** -1, 0 or 1 as x is below, at or above 0 (ONNX Sign-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { NUMBERS } from '../../types.ts';

export const sign = unaryPointwise({
  name: 'sign',
  dtypes: NUMBERS,
  number: Math.sign,
  bigint: (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n),
  onnx: [{ op: 'Sign', since: 9 }],
  samples: [
    { operands: { input: { shape: [5], values: [-3.5, -0.25, 0, 0.5, 8] } }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [4], dtype: 'i32', values: [-7, 0, 1, 9] } },
      tolerance: 0,
    },
  ],
});
