/** LpPool: the p-norm of each window. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';
import { readWindows } from '../shared/windows.ts';

export const lpPool = defineRule({
  op: 'LpPool',
  since: 2,
  convert: (node) => {
    const input = node.input(0);
    const kernel = node.attributes.ints('kernel_shape');
    if (kernel === undefined) {
      throw new DiagnosticError(missingAttribute('kernel_shape', node.place));
    }
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    const ceil_mode = node.attributes.flag('ceil_mode', false);
    const p = node.attributes.int('p', 2);
    return node.b.lp_pool({ input }, { ...windows, kernel, ceil_mode, p });
  },
});
