/** Numbers of 8 bits as floats: what QUANTIZE gave, for those who take it as it is, and DEQUANTIZE for others. */

import { ownDecomposition } from '../decompose/composite.ts';
import { lowering } from '../lowering.ts';
import { quantisationOf } from '../quantised/parameters.ts';

export const dequantize_linear = lowering(
  ({ m, required, to }) => m.op('DEQUANTIZE', [required(0)], to),
  {
    rewrite: (site) => {
      const { producer } = site.operand(0);
      const kept = producer && quantisationOf(producer, site.context, site.isOutput);
      return kept === undefined ? ownDecomposition(site) : undefined;
    },
    quantised: ({ required }) => required(0),
  },
);
