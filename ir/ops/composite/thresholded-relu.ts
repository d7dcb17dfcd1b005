/** x where x > alpha, 0 elsewhere (ONNX ThresholdedRelu-10). */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';

export const thresholded_relu = activation({
  name: 'thresholded_relu',
  attributes: { alpha: attr.float(1) },
  number: (x, { alpha }) => (x > alpha ? x : 0),
  decompose: (m, x, { alpha }) => m.where(m.less(alpha, x), x, 0),
  flops: 1,
  onnx: [{ op: 'ThresholdedRelu', since: 10, attributes: { alpha: 'alpha' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-3, 3] } }, tolerance: 0 },
    {
      operands: { input: { shape: [3], values: [0.25, 0.5, 0.75] } },
      attributes: { alpha: 0.5 },
      tolerance: 0,
    },
  ],
});
