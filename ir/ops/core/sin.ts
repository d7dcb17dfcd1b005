/** Sine of radians (ONNX Sin-7). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const sin = unaryPointwise({
  name: 'sin',
  dtypes: FLOATS,
  traits: ['precise'],
  number: Math.sin,
  flops: 4,
  onnx: [{ op: 'Sin', since: 7 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-3, 3] } } },
    { name: 'scalar', operands: { input: { shape: [], range: [-3, 3] } } },
  ],
});
