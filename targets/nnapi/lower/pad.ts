/** Elements added around a tensor, or cut off: zeros by PAD, another number by PAD_V2, its own by slices. */

import { inlineValue } from '../../../ir/constant.ts';
import { uniformValue } from '../../../ir/pattern.ts';
import { FLOATS_ONLY, asTaken } from '../decompose/numbers.ts';
import { byComputed, cut, inFewAxes, ownElements } from '../decompose/pads.ts';
import { firstOf } from '../decompose/site.ts';
import { lowering } from '../lowering.ts';
import { numberFor, pairs } from '../terms.ts';

export const pad = lowering(
  ({ m, node, attributes, required, to }) => {
    const x = required(0);
    const rank = to.shape.length;
    const widths = attributes.ints('pads');
    const paddings = pairs(
      to.shape.map((_, axis) => [widths[axis] ?? 0, widths[rank + axis] ?? 0] as const),
    );
    const [, value] = node.operands;
    const number = value === undefined ? 0 : (uniformValue(value) ?? 0);
    if (number === 0) return m.op('PAD', [x, paddings], to);
    return m.op('PAD_V2', [x, paddings, numberFor(x, number)], to);
  },
  {
    rewrite: firstOf(
      cut,
      ownElements,
      (site) => {
        const value = site.optional(1)?.constant;
        const known = site.optional(1) === undefined || (value && inlineValue(value));
        return known === undefined ? byComputed(site) : undefined;
      },
      asTaken(FLOATS_ONLY),
      inFewAxes,
    ),
    // PAD fills with what stands for 0.
    carries: ({ operands: [, value] }) => value === undefined || uniformValue(value) === 0,
  },
);
