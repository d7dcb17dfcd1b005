/** Cosine of radians (ONNX Cos-7). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const cos = unaryPointwise({
  name: 'cos',
  dtypes: FLOATS,
  traits: ['precise'],
  number: Math.cos,
  flops: 4,
  onnx: [{ op: 'Cos', since: 7 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-3, 3] } } },
    { name: 'scalar', operands: { input: { shape: [], range: [-3, 3] } } },
  ],
});
