/** Rounds towards minus infinity (ONNX Floor-13). */

import { unaryPointwise } from '../../pointwise.ts';
import { FLOATS } from '../../types.ts';

export const floor = unaryPointwise({
  name: 'floor',
  dtypes: FLOATS,
  number: Math.floor,
  onnx: [{ op: 'Floor', since: 6 }],
  samples: [
    {
      operands: {
        input: { shape: [8], values: [-2.75, -1.25, -0.5, 0.25, 0.75, 1.5, 2.25, 1000.5] },
      },
      tolerance: 0,
    },
    {
      name: 'near integers',
      operands: { input: { shape: [4], values: [-2, 0, 3, 8388607] } },
      tolerance: 0,
    },
  ],
});
