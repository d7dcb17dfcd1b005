/** MaxPool: the greatest element of each window; the indices are not supported. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';
import { readWindows } from '../shared/windows.ts';

export const maxPool = defineRule({
  op: 'MaxPool',
  since: 1,
  convert: (node) => {
    // The order of the indices, which nobody gets.
    node.attributes.ignore('storage_order');
    const input = node.input(0);
    const kernel = node.attributes.ints('kernel_shape');
    if (kernel === undefined) {
      throw new DiagnosticError(missingAttribute('kernel_shape', node.place));
    }
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    const ceil_mode = node.attributes.flag('ceil_mode', false);
    return node.b.max_pool({ input }, { ...windows, kernel, ceil_mode });
  },
});
