/** True where x is false (ONNX Not-1). */

import { unaryPointwise } from '../../pointwise.ts';
import { BOOLS } from '../../types.ts';

export const logical_not = unaryPointwise({
  name: 'logical_not',
  dtypes: BOOLS,
  number: (x) => (x === 0 ? 1 : 0),
  onnx: [{ op: 'Not', since: 1 }],
  samples: [{ operands: { input: { shape: [3, 4], dtype: 'bool' } }, tolerance: 0 }],
});
