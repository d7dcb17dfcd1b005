/** The error function: 2/sqrt(pi) * integral of e^(-t^2) from 0 to x (ONNX Erf-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { erf as errorFunction } from '../../special.ts';
import { FLOATS } from '../../types.ts';

export const erf = unaryPointwise({
  name: 'erf',
  dtypes: FLOATS,
  number: errorFunction,
  flops: 12,
  onnx: [{ op: 'Erf', since: 9 }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-3, 3] } } },
    { name: 'far', operands: { input: { shape: [4], values: [-100, -5, 5, 100] } } },
  ],
});
