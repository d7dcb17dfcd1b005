/**
 * The index of the nearest entry of an ascending table, where each row of the weight makes good for its errors so
 * far (GPTQ, Frantar et al. 2022, with a palette in place of a grid). A weight is lookup of them.
 */

import { attr } from '../../attr.ts';
import { defineRecipe, operand, optional } from '../../define.ts';
import { checkFeedback, roundRows } from '../../feedback.ts';
import { indicesType, middlesOf } from '../../palettes.ts';
import { normalizeAxis, splitAt } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS } from '../../types.ts';

export const compensated_indices = defineRecipe({
  name: 'compensated_indices',
  operands: {
    input: operand(FLOATS),
    table: operand(['f32']),
    /** What errors of columns are worth in later ones: see ir/feedback.ts. */
    factor: operand(FLOATS),
    /** Columns in the order in which they are rounded. */
    order: optional(['i32']),
  },
  attributes: {
    /** Of the groups that have tables of their own. */
    axis: attr.int(0),
    /** The axis of the weight with an index for each row. */
    rows: attr.int(0),
    /** Columns that know of each other. */
    block: attr.int(),
  },
  traits: ['pure'],
  infer: ({ input, table, factor, order }, { axis, rows, block }) => {
    checkFeedback(input.shape, rows, block, factor.shape, order?.shape);
    return indicesType(input.shape, table.shape, axis);
  },
  evaluate: ({ input, table, factor, order }, { axis, rows, block }, [type]) => {
    const result = allocate(type?.dtype ?? 'u8', input.shape);
    const [entries, to] = [numbers(table), numbers(result)];
    const count = table.shape.at(-1) ?? 1;
    const groups = entries.length / count;
    const middles = middlesOf(entries, count);
    const { size, inner } = splitAt(input.shape, normalizeAxis(axis, input.shape.length));
    const each = size / groups;
    const feedback = { factor: numbers(factor), order: order && numbers(order), block };
    roundRows({ shape: input.shape, data: numbers(input) }, rows, feedback, (place, value) => {
      const group = groups === 1 ? 0 : Math.floor((Math.floor(place / inner) % size) / each);
      const first = group * count;
      let at = first;
      for (let step = count >> 1; step > 0; step >>= 1) {
        at += value > (middles[at + step - 1] ?? 0) ? step : 0;
      }
      to[place] = at - first;
      return entries[at] ?? 0;
    });
    return result;
  },
  cost: ({ input }, { block }) => ({
    flops: block * input.shape.reduce((product, dim) => product * dim, 1),
  }),
  samples: [],
});
