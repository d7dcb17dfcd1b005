/**
 * table[g, index], where g is the group of the index's place along `axis`: a table for all, or one for each group
 * of as many indices along the axis (the palettes of Core ML's constexpr_lut_to_dense). Each index is one of an entry.
 */

import { arithmetic } from '../../arithmetic.ts';
import { attr } from '../../attr.ts';
import { defineComposite } from '../../define-composite.ts';
import { fail, operand } from '../../define.ts';
import { checkGroups, groupRuns, isPaletteSize } from '../../palettes.ts';
import { pointwiseCost } from '../../pointwise.ts';
import { normalizeAxis, printShape, sizeAt } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

export const lookup = defineComposite({
  name: 'lookup',
  operands: { indices: operand(['u8', 'u4']), table: operand(FLOATS) },
  attributes: {
    /** Whose groups have tables of their own, where there are several. */
    axis: attr.int(0),
  },
  traits: ['pure', 'expansion'],
  infer: ({ indices, table }, { axis }) => {
    const { shape } = table;
    const entries = sizeAt(shape, shape.length - 1);
    if (shape.length === 0 || shape.length > 2 || !isPaletteSize(entries)) {
      fail(
        `a table of ${printShape(shape)} is no palette`,
        'give 2, 4, 8 and so on up to 256 entries, with an axis of groups before them or without',
      );
    }
    checkGroups(indices.shape, shape.length === 2 ? sizeAt(shape, 0) : 1, axis);
    return tensorType(table.dtype, indices.shape);
  },
  evaluate: ({ indices, table }, { axis }) => {
    const result = allocate(table.dtype, indices.shape);
    const [from, entries, to] = [numbers(indices), numbers(table), numbers(result)];
    const count = table.shape.at(-1) ?? 1;
    const groups = entries.length / count;
    for (const { start, end, group } of groupRuns(indices.shape, groups, axis)) {
      const first = group * count;
      for (let index = start; index < end; index++) {
        to[index] = entries[first + (from[index] ?? 0)] ?? 0;
      }
    }
    return result;
  },
  cost: pointwiseCost(1),
  decompose: (b, { indices, table }, { axis }) => {
    const m = arithmetic(b);
    const { shape } = table.type;
    const picked = m.cast(indices, 'i32');
    if (shape.length === 1) return b.gather({ input: table, indices: picked }, { axis: 0 });
    const [groups, entries] = [sizeAt(shape, 0), sizeAt(shape, 1)];
    const at = normalizeAxis(axis, indices.type.shape.length);
    const size = sizeAt(indices.type.shape, at);
    const after = indices.type.shape.slice(at + 1).map(() => 1);
    const first = Array.from(
      { length: size },
      (_, index) => Math.floor((index * groups) / size) * entries,
    );
    const starts = m.reshape(b.vector('i32', first), [size, ...after]);
    const flat = m.reshape(table, [groups * entries]);
    return b.gather({ input: flat, indices: m.add(picked, starts) }, { axis: 0 });
  },
  samples: [
    {
      name: 'one table',
      operands: {
        indices: { shape: [3, 5], dtype: 'u8', range: [0, 4] },
        table: { shape: [4], values: [-1.5, -0.25, 0.125, 2] },
      },
      tolerance: 0,
    },
    {
      name: 'groups',
      operands: {
        indices: { shape: [2, 6, 3], dtype: 'u8', range: [0, 2] },
        table: { shape: [3, 2], range: [-1, 1] },
      },
      attributes: { axis: 1 },
      tolerance: 0,
    },
  ],
});
