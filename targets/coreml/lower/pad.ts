/** Elements added around, or taken away: what is left is padded with a number or with elements of its own. */

import { uniformValue } from '../../../ir/pattern.ts';
import { asNumbers } from '../build/numbers.ts';
import { slice, takeAt, view } from '../build/movement.ts';
import { joinAround, padWith } from '../build/padding.ts';
import { lowering } from '../lowering.ts';
import { MAX_RANK, shapeOf } from '../terms.ts';
import type { Term } from '../terms.ts';

const MODES = ['constant', 'reflect', 'edge', 'wrap'] as const;

export const pad = lowering((request) => {
  const { m, node, attributes, type, required, operand, refuse } = request;
  const { shape } = type(0);
  if (shape.length > MAX_RANK) {
    return refuse(`tensors of ${shape.length} axes`, 'reshape to at most five axes before');
  }
  const given = attributes.ints('pads');
  const mode = attributes.oneOf('mode', MODES);
  const pads = shape.map((_, axis) => ({
    before: given[axis] ?? 0,
    after: given[shape.length + axis] ?? 0,
  }));
  const parts = shape.map((size, axis) => {
    const { before = 0, after = 0 } = pads[axis] ?? {};
    const start = Math.max(0, -before);
    return { start, count: size - start - Math.max(0, -after), step: 1 };
  });
  const added = pads.map(({ before, after }) => ({
    before: Math.max(0, before),
    after: Math.max(0, after),
  }));
  const value = node.operands[1];
  const known = value === undefined ? 0 : uniformValue(value);
  return asNumbers(
    request,
    [required(0), ...(value === undefined ? [] : [operand(1) ?? required(1)])],
    ([x, fill]) => {
      if (x === undefined) throw new Error('pad has an input');
      const kept = slice(m, view(m, x, shape), parts);
      if (mode !== 'constant') {
        return added.reduce<Term>((padded, { before, after }, axis) => {
          if (before === 0 && after === 0) return padded;
          const size = shapeOf(padded)[axis] ?? 1;
          const places = Array.from({ length: size + before + after }, (_, at) =>
            placeOf(at - before, size, mode),
          );
          return takeAt(m, padded, places, axis);
        }, kept);
      }
      return known === undefined && fill !== undefined
        ? joinAround(m, kept, added, fill)
        : padWith(request, kept, added, known ?? 0);
    },
  );
});

/** The element of an axis that stands at a place outside or inside. */
function placeOf(index: number, size: number, mode: 'reflect' | 'edge' | 'wrap'): number {
  const modulo = (period: number): number => ((index % period) + period) % period;
  switch (mode) {
    case 'edge':
      return Math.min(size - 1, Math.max(0, index));
    case 'wrap':
      return modulo(size);
    case 'reflect': {
      if (size === 1) return 0;
      const at = modulo(2 * (size - 1));
      return at < size ? at : 2 * (size - 1) - at;
    }
  }
}
