/** Hyperbolic cosine: (exp(x) + exp(-x)) / 2 (ONNX Cosh-9). */

import { activation } from '../../activation.ts';
import { decomposeCosh } from '../../hyperbolic.ts';

export const cosh = activation({
  name: 'cosh',
  number: (x) => Math.cosh(x),
  decompose: decomposeCosh,
  flops: 8,
  onnx: [{ op: 'Cosh', since: 9 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } }],
});
