/** Conv: over 1 to 3 spatial axes, with auto_pad worked out. */

import { dimAt, staticShape } from '../../../../ir/shapes.ts';
import { defineRule } from '../rule.ts';
import { checkKernelShape, readWindows } from '../shared/windows.ts';

export const conv = defineRule({
  op: 'Conv',
  since: 1,
  convert: (node) => {
    const [input, weight] = [node.input(0), node.input(1)];
    const groups = node.attributes.int('group', 1);
    const [, perGroup = 0, ...kernel] = staticShape(weight.type.shape);
    node.implies(dimAt(input.type.shape, 1), perGroup * groups);
    checkKernelShape(node, kernel);
    const windows = readWindows(node, kernel, input.type.shape.slice(2));
    return node.b.conv({ input, weight, bias: node.optional(2) }, { ...windows, groups });
  },
});
