/** The index of the nearest entry of an ascending table, for all numbers or for each group along an axis. */

import { attr } from '../../attr.ts';
import { defineRecipe, operand } from '../../define.ts';
import { groupRuns, indicesType, middlesOf } from '../../palettes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS } from '../../types.ts';

export const palette_indices = defineRecipe({
  name: 'palette_indices',
  operands: { input: operand(FLOATS), table: operand(['f32']) },
  attributes: { axis: attr.int(0) },
  traits: ['pure'],
  infer: ({ input, table }, { axis }) => indicesType(input.shape, table.shape, axis),
  evaluate: ({ input, table }, { axis }, [type]) => {
    const result = allocate(type?.dtype ?? 'u8', input.shape);
    const [x, entries, to] = [numbers(input), numbers(table), numbers(result)];
    const count = table.shape.at(-1) ?? 1;
    const groups = entries.length / count;
    const middles = middlesOf(entries, count);
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
