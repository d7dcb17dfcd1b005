/** The index of the nearest entry of an ascending table, for all numbers or for each group along an axis. */

import { attr } from '../../attr.ts';
import { defineRecipe, fail, operand } from '../../define.ts';
import { checkGroups, groupRuns, isPaletteSize } from '../../palettes.ts';
import { printShape, sizeAt } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

export const palette_indices = defineRecipe({
  name: 'palette_indices',
  operands: { input: operand(FLOATS), table: operand(['f32']) },
  attributes: { axis: attr.int(0) },
  traits: ['pure'],
  infer: ({ input, table }, { axis }) => {
    const { shape } = table;
    const entries = shape.length === 0 ? 0 : sizeAt(shape, shape.length - 1);
    if (shape.length > 2 || !isPaletteSize(entries)) {
      fail(`a table of ${printShape(shape)} is no palette`);
    }
    checkGroups(input.shape, shape.length === 2 ? sizeAt(shape, 0) : 1, axis);
    return tensorType(entries > 16 ? 'u8' : 'u4', input.shape);
  },
  evaluate: ({ input, table }, { axis }, [type]) => {
    const result = allocate(type?.dtype ?? 'u8', input.shape);
    const [x, entries, to] = [numbers(input), numbers(table), numbers(result)];
    const count = table.shape.at(-1) ?? 1;
    const groups = entries.length / count;
    // The number half way to the next entry.
    const middles = Float64Array.from(entries, (entry, at) =>
      (at + 1) % count === 0 ? Infinity : (entry + (entries[at + 1] ?? 0)) / 2,
    );
    for (const { start, end, group } of groupRuns(input.shape, groups, axis)) {
      const first = group * count;
      for (let index = start; index < end; index++) {
        const value = x[index] ?? 0;
        let at = first;
        for (let step = count >> 1; step > 0; step >>= 1) {
          at += value > (middles[at + step - 1] ?? 0) ? step : 0;
        }
        to[index] = at - first;
      }
    }
    return result;
  },
  cost: ({ input }) => ({ flops: 8 * input.shape.reduce((product, dim) => product * dim, 1) }),
  samples: [],
});
