/**
 * Gaussian error linear unit: x * Phi(x), exact by erf (none), by tanh, or as x * sigmoid(1.702 * x)
 * (ONNX Gelu-20; Hendrycks and Gimpel, arXiv 1606.08415; the last is CLIP's quick_gelu).
 */

import { activation } from '../../activation.ts';
import type { Arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { erf } from '../../special.ts';
import type { Value } from '../../graph.ts';

export const GELU_FORMS = ['none', 'tanh', 'sigmoid'] as const;
export type GeluForm = (typeof GELU_FORMS)[number];

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

export function geluOf(x: number, form: GeluForm): number {
  switch (form) {
    case 'none':
      return 0.5 * x * (1 + erf(x * Math.SQRT1_2));
    case 'tanh':
      return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)));
    case 'sigmoid':
      return x / (1 + Math.exp(-1.702 * x));
  }
}

/** The tanh form uses (1 + tanh(y)) / 2 = sigmoid(2 y), which does not cancel for negative y. */
export function decomposeGelu(m: Arithmetic, x: Value, form: GeluForm): Value {
  switch (form) {
    case 'none':
      return m.mul(m.mul(x, 0.5), m.add(m.erf(m.mul(x, Math.SQRT1_2)), 1));
    case 'tanh': {
      const cubic = m.add(m.mul(m.mul(x, x), 0.044715), 1);
      return m.mul(x, m.sigmoid(m.mul(m.mul(x, 2 * Math.sqrt(2 / Math.PI)), cubic)));
    }
    case 'sigmoid':
      return m.mul(x, m.sigmoid(m.mul(x, 1.702)));
  }
}
