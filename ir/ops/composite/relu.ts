/** Rectifier: max(x, 0) (ONNX Relu-14). */

import { activation } from '../../activation.ts';
import { FLOATS } from '../../types.ts';

export const relu = activation({
  name: 'relu',
  dtypes: [...FLOATS, 'i8', 'i16', 'i32', 'i64'],
  number: (x) => Math.max(x, 0),
  bigint: (x) => (x > 0n ? x : 0n),
  decompose: (m, x) => m.max(x, 0),
  flops: 1,
  onnx: [{ op: 'Relu', since: 6 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5] } }, tolerance: 0 },
    {
      name: 'integers',
      operands: { input: { shape: [7], dtype: 'i32', range: [-9, 9] } },
      tolerance: 0,
    },
  ],
});
