/** Reshape: the target shape may copy a size of the input (0) and leave one to be worked out (-1). */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimExactDiv, dimProduct, isStatic, printDim } from '../../../../ir/dim.ts';
import type { Dim } from '../../../../ir/dim.ts';
import { dimAt, printShape } from '../../../../ir/shapes.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';

export const reshape = defineRule({
  op: 'Reshape',
  since: 5,
  convert: (node) => {
    const input = node.input(0);
    const zeroCopies = !node.attributes.flag('allowzero', false);
    const wanted = node.dims(1, 'the shape');
    const copied = wanted.map((dim, axis) =>
      dim === 0 && zeroCopies ? dimAt(input.type.shape, axis) : dim,
    );
    const shape = inferOne(input.type.shape, copied);
    const m = arithmetic(node.b);
    return m.reshape(input, shape);
  },
});

function inferOne(from: readonly Dim[], to: readonly Dim[]): readonly Dim[] {
  const open = to.flatMap((dim, axis) => (dim === -1 ? [axis] : []));
  const wrong = to.find((dim) => typeof dim === 'number' && dim < -1);
  if (open.length > 1 || wrong !== undefined) {
    fail(`${printShape(to)} is no shape`, 'sizes are 0 or more, and at most one is -1');
  }
  const [axis] = open;
  if (axis === undefined) return to;
  const rest = to.filter((_, other) => other !== axis);
  const total = dimProduct(from);
  const others = dimProduct(rest);
  const size = dimExactDiv(total, others);
  if (size !== undefined) return to.with(axis, size);
  if (!isStatic(from) || !isStatic(rest)) throw new NeedsDims([total, others]);
  return fail(`${printDim(total)} elements do not fit ${printShape(to)}`);
}
