/** AveragePool: the mean of each window, with or without the zeros of the pads. */

import { DiagnosticError } from '../../../../ir/diagnostics.ts';
import { missingAttribute } from '../diagnostics.ts';
import { defineRule } from '../rule.ts';
import { readWindows } from '../shared/windows.ts';

export const averagePool = defineRule({
  op: 'AveragePool',
  since: 7,
  convert: (node) => {
    const input = node.input(0);
    const kernel = node.attributes.ints('kernel_shape');
    if (kernel === undefined) {
      throw new DiagnosticError(missingAttribute('kernel_shape', node.place));
    }
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    const ceil_mode = node.attributes.flag('ceil_mode', false);
    const count_include_pad = node.attributes.flag('count_include_pad', false);
    return node.b.avg_pool({ input }, { ...windows, kernel, ceil_mode, count_include_pad });
  },
});
