/** Numbers of 8 bits as floats: DEQUANTIZE of what QUANTIZE gave. */

import { ownDecomposition } from '../decompose/composite.ts';
import { lowering } from '../lowering.ts';
import { quantisedType } from '../build/quantization.ts';

export const dequantize_linear = lowering(
  ({ m, required, to }) => m.op('DEQUANTIZE', [required(0)], to),
  {
    rewrite: (site) => {
      const producer = site.operand(0).producer;
      const kept =
        producer?.op.name === 'quantize_linear' &&
        quantisedType(producer, site.context) !== undefined;
      return kept ? undefined : ownDecomposition(site);
    },
  },
);
