/** The forms of GELU, on numbers and in core ops: what gelu and geglu share. */

import type { Arithmetic } from './arithmetic.ts';
import type { Value } from './graph.ts';
import { erf } from './special.ts';

export const GELU_FORMS = ['none', 'tanh', 'sigmoid'] as const;
export type GeluForm = (typeof GELU_FORMS)[number];

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
