/** x / (1 + |x|) (ONNX Softsign-1). */

import { activation } from '../../activation.ts';

export const softsign = activation({
  name: 'softsign',
  number: (x) => x / (1 + Math.abs(x)),
  decompose: (m, x) => m.div(x, m.add(m.abs(x), 1)),
  flops: 3,
  onnx: [{ op: 'Softsign', since: 1 }],
  samples: [{ operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } }],
});
