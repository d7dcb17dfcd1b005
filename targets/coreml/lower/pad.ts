/** Elements added around, or taken away: what is left is padded with a number or with elements of its own. */

import { uniformValue } from '../../../ir/pattern.ts';
import { splitAt } from '../../../ir/shapes.ts';
import { slice, view } from '../build/movement.ts';
import { asNumbers } from '../build/numbers.ts';
import { joinAround, padWith } from '../build/padding.ts';
import type { AxisPads } from '../build/padding.ts';
import { padWithOwn } from '../build/own-padding.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, shapeOf } from '../terms.ts';
import type { Term } from '../terms.ts';

const MODES = ['constant', 'reflect', 'edge', 'wrap'] as const;
const NONE: AxisPads = { before: 0, after: 0 };

export const pad = lowering((request) => {
  const { m, node, attributes, type, required } = request;
  const { shape } = type(0);
  const given = attributes.ints('pads');
  const mode = attributes.oneOf('mode', MODES);
  const pads = shape.map((_, axis) => ({
    before: given[axis] ?? 0,
    after: given[shape.length + axis] ?? 0,
  }));
  const [, value] = node.operands;
  const known = value === undefined ? 0 : uniformValue(value);
  const operands = value === undefined ? [required(0)] : [required(0), required(1)];
  return asNumbers(request, operands, ([input, fill]) => {
    if (input === undefined) throw new Error('pad has an input');
    const padded = (x: Term, own: readonly AxisPads[]): Term => {
      const kept = slice(m, x, partsOf(shapeOf(x), own));
      const added = own.map(({ before, after }) => ({
        before: Math.max(0, before),
        after: Math.max(0, after),
      }));
      if (mode !== 'constant') return padWithOwn(request, kept, added, mode);
      return known === undefined && fill !== undefined
        ? joinAround(m, kept, added, fill)
        : padWith(request, kept, added, known ?? 0);
    };
    if (shape.length <= MAX_RANK) return padded(view(m, input, shape), pads);
    // Of more axes one after the other.
    let x = input;
    let current: readonly number[] = shape;
    pads.forEach((own, axis) => {
      if (own.before === 0 && own.after === 0) return;
      const { outer, size, inner } = splitAt(current, axis);
      x = padded(view(m, x, [outer, size, inner]), [NONE, own, NONE]);
      current = current.with(axis, size + own.before + own.after);
    });
    return x;
  });
});

/** What is left of each axis where pads are negative. */
function partsOf(shape: readonly number[], pads: readonly AxisPads[]) {
  return shape.map((size, axis) => {
    const { before, after } = pads[axis] ?? NONE;
    const start = Math.max(0, -before);
    return { start, count: size - start - Math.max(0, -after), step: 1 };
  });
}
