/**
 * Gaussian error linear unit: x * Phi(x), exact by erf (none), by tanh, or as x * sigmoid(1.702 * x)
 * (ONNX Gelu-20; Hendrycks and Gimpel, arXiv 1606.08415; the last is CLIP's quick_gelu).
 */

import { activation } from '../../activation.ts';
import { attr } from '../../attr.ts';
import { GELU_FORMS, decomposeGelu, geluOf } from '../../gelu-forms.ts';

export const gelu = activation({
  name: 'gelu',
  attributes: { approximate: attr.oneOf(GELU_FORMS, 'none') },
  number: (x, { approximate }) => geluOf(x, approximate),
  decompose: (m, x, { approximate }) => decomposeGelu(m, x, approximate),
  flops: 8,
  onnx: [{ op: 'Gelu', since: 20, attributes: { approximate: 'approximate' } }],
  samples: [
    { operands: { input: { shape: [2, 3, 5], range: [-4, 4] } } },
    { operands: { input: { shape: [9], range: [-4, 4] } }, attributes: { approximate: 'tanh' } },
    { operands: { input: { shape: [9], range: [-4, 4] } }, attributes: { approximate: 'sigmoid' } },
    { name: 'far', operands: { input: { shape: [4], values: [-90, -20, 20, 90] } } },
  ],
});
