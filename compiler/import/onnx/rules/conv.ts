/** Conv: over 1 to 3 spatial axes, with auto_pad worked out. */

import { staticShape } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { checkKernelShape, readWindows } from '../shared/windows.ts';

export const conv = defineRule({
  op: 'Conv',
  since: 1,
  convert: (node) => {
    const [input, weight] = [node.input(0), node.input(1)];
    const kernel = staticShape(weight.type.shape).slice(2);
    checkKernelShape(node, kernel);
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    const groups = node.attributes.int('group', 1);
    return node.b.conv({ input, weight, bias: node.optional(2) }, { ...windows, groups });
  },
});
