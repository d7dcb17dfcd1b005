/** Unsqueeze: puts in axes of size 1. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';
import { withAxes } from '../shared/tensors.ts';

export const unsqueeze = defineRule({
  op: 'Unsqueeze',
  since: 1,
  convert: (node) => {
    const axes = node.opset < 13 ? node.attributes.ints('axes') : node.ints(1, 'axes');
    if (axes === undefined) throw new DiagnosticError(missingAttribute('axes', node.place));
    return withAxes(arithmetic(node.b), node.input(0), axes);
  },
});
