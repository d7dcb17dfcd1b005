/** Floats as numbers of 8 bits where all who read them want floats again: as they are, or by QUANTIZE. */

import { ownDecomposition } from '../decompose/composite.ts';
import { lowering } from '../lowering.ts';
import { quantisationOf, quantisedType, sameParameters } from '../quantised/parameters.ts';

export const quantize_linear = lowering(
  ({ m, node, context, isOutput, quantised, required, to }) => {
    const parameters = quantisationOf(node, context, isOutput);
    if (parameters === undefined) throw new Error('not quantised');
    const known = quantised(0);
    if (known !== undefined && sameParameters(known.type, parameters)) return known;
    return m.op('QUANTIZE', [required(0)], quantisedType(parameters, to.shape));
  },
  {
    rewrite: (site) =>
      quantisationOf(site.node, site.context, site.isOutput) === undefined
        ? ownDecomposition(site)
        : undefined,
  },
);
