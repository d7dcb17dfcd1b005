/** Split: one part after another along an axis, of given or equal sizes. */

import { arithmetic, sliceAxis } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimAt, normalizeAxis } from '../../../../ir/shapes.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export const split = defineRule({
  op: 'Split',
  since: 2,
  convert: (node) => {
    const input = node.input(0);
    const { shape } = input.type;
    const axis = normalizeAxis(node.attributes.int('axis', 0), shape.length);
    const size = dimAt(shape, axis);
    const given = readSizes(node);
    const count = node.attributes.int('num_outputs', node.node.outputs.length);
    if (given === undefined && count === 1) return input;
    if (typeof size !== 'number') throw new NeedsDims([size]);
    const sizes = given ?? equalSizes(size, count, node.opset >= 18);
    const total = sizes.reduce((sum, part) => sum + part, 0);
    if (total !== size || sizes.some((part) => part < 0)) {
      fail(`parts of [${sizes.join(',')}] do not make up axis ${axis} of ${size}`);
    }
    if (sizes.length < node.node.outputs.length) fail('there are more outputs than parts');
    const m = arithmetic(node.b);
    let start = 0;
    return sizes.map((part, index) => {
      const from = start;
      start += part;
      return node.wants(index) ? sliceAxis(m, input, axis, from, start) : undefined;
    });
  },
});

function readSizes(node: RuleContext): readonly number[] | undefined {
  if (node.opset < 13) return node.attributes.ints('split');
  return node.optional(1) === undefined ? undefined : node.ints(1, 'split');
}

/** From version 18 on the last part may be smaller. */
function equalSizes(size: number, count: number, uneven: boolean): readonly number[] {
  if (count < 1 || count > size + 1) return fail(`axis of ${size} does not split into ${count}`);
  if (!uneven && size % count !== 0)
    fail(`axis of ${size} does not split into ${count} equal parts`);
  const part = Math.ceil(size / count);
  return Array.from({ length: count }, (_, index) =>
    Math.max(0, Math.min(part, size - index * part)),
  );
}
