/** SplitToSequence: parts of an axis as a sequence; of one element each where no sizes are given. */

import { arithmetic, sliceAxis } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimAt, normalizeAxis } from '../../../../ir/shapes.ts';
import { NeedsDims } from '../needs-dims.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

/** More parts are no program but data. */
const MOST_PARTS = 4096;

export const splitToSequence = defineRule({
  op: 'SplitToSequence',
  since: 11,
  convert: (node) => {
    const m = arithmetic(node.b);
    const input = node.input(0);
    const { shape } = input.type;
    const axis = normalizeAxis(node.attributes.int('axis', 0), shape.length);
    const size = dimAt(shape, axis);
    if (typeof size !== 'number') throw new NeedsDims([size]);
    const keeps = node.attributes.flag('keepdims', true) || node.optional(1) !== undefined;
    const sizes = readSizes(node, size);
    let start = 0;
    const parts = sizes.map((length) => {
      const from = start;
      start += length;
      return sliceAxis(m, input, axis, from, start);
    });
    const kept = shape.filter((_, other) => other !== axis);
    return node.sequenceOf(keeps ? parts : parts.map((part) => m.reshape(part, kept)));
  },
});

function readSizes(node: RuleContext, size: number): readonly number[] {
  const value = node.optional(1);
  const given = value === undefined ? [1] : node.ints(1, 'the sizes of the parts');
  const [part = 1] = given;
  const equal = value === undefined || value.type.shape.length === 0;
  const count = equal ? Math.ceil(size / part) : given.length;
  if (!(part >= 0 && count <= MOST_PARTS)) fail(`an axis of ${size} makes ${count} parts`);
  const sizes = equal
    ? Array.from({ length: count }, (_, index) => Math.min(part, size - index * part))
    : given;
  const total = sizes.reduce((sum, length) => sum + length, 0);
  if (total !== size || sizes.some((length) => length < 0)) {
    fail(`parts of [${sizes.join(',')}] do not make up an axis of ${size}`);
  }
  return sizes;
}
