/** True where x is infinite, of either sign or of the detected one (ONNX IsInf-10). */

import { attr } from '../../attr.ts';
import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

const VALUES = [Infinity, -Infinity, 0, -3.5, 3e38] as const;

export const is_inf = unaryPointwise({
  name: 'is_inf',
  dtypes: FLOATS,
  attributes: { detect_positive: attr.bool(true), detect_negative: attr.bool(true) },
  result: 'bool',
  number: (x, { detect_positive, detect_negative }) =>
    (x === Infinity && detect_positive) || (x === -Infinity && detect_negative) ? 1 : 0,
  onnx: [
    {
      op: 'IsInf',
      since: 10,
      attributes: { detect_positive: 'detect_positive', detect_negative: 'detect_negative' },
    },
  ],
  samples: [
    { operands: { input: { shape: [5], values: VALUES } }, tolerance: 0 },
    {
      operands: { input: { shape: [5], values: VALUES } },
      attributes: { detect_positive: false },
      tolerance: 0,
    },
    {
      operands: { input: { shape: [5], values: VALUES } },
      attributes: { detect_negative: false },
      tolerance: 0,
    },
  ],
});
