/** Negation: -x; the smallest integer stays itself (ONNX Neg-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { DTYPES, NUMBERS } from '../../types.ts';

export const neg = unaryPointwise({
  name: 'neg',
  dtypes: NUMBERS.filter((dtype) => DTYPES[dtype].kind !== 'uint'),
  number: (x) => -x,
  bigint: (x) => -x,
  onnx: [{ op: 'Neg', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5] } }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [4], dtype: 'i32', values: [-3, 0, 7, -(2 ** 31)] } },
      tolerance: 0,
    },
  ],
});
