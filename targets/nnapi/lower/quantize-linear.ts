/** Floats as numbers of 8 bits: QUANTIZE where all who read them want floats again. */

import { ownDecomposition } from '../decompose/composite.ts';
import { lowering } from '../lowering.ts';
import { quantisedType } from '../build/quantization.ts';

export const quantize_linear = lowering(
  ({ m, node, context, required }) => {
    const type = quantisedType(node, context);
    if (type === undefined) throw new Error('not quantised');
    return m.op('QUANTIZE', [required(0)], type);
  },
  {
    rewrite: (site) =>
      quantisedType(site.node, site.context) === undefined ? ownDecomposition(site) : undefined,
  },
);
