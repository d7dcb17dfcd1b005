/** Squeeze: takes out axes of size 1; all of them where none are named. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { isStatic, printDim } from '../../../../ir/dim.ts';
import { normalizeAxes } from '../../../../ir/shapes.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { reshaped } from '../shared/tensors.ts';

export const squeeze = defineRule({
  op: 'Squeeze',
  since: 1,
  convert: (node) => {
    const input = node.input(0);
    const { shape } = input.type;
    const given = readAxes(node);
    if (given === undefined && !isStatic(shape)) throw new NeedsDims(shape);
    const axes =
      given === undefined
        ? shape.flatMap((dim, axis) => (dim === 1 ? [axis] : []))
        : normalizeAxes(given, shape.length);
    for (const axis of axes) {
      const dim = shape[axis] ?? 1;
      if (typeof dim !== 'number') throw new NeedsDims([dim]);
      if (dim !== 1) fail(`axis ${axis} has ${printDim(dim)} elements and cannot be taken out`);
    }
    const kept = shape.filter((_, axis) => !axes.includes(axis));
    return reshaped(arithmetic(node.b), input, kept);
  },
});

function readAxes(node: RuleContext): readonly number[] | undefined {
  if (node.opset < 13) return node.attributes.ints('axes');
  return node.optional(1) === undefined ? undefined : node.ints(1, 'axes');
}
