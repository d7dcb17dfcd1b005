/**
 * True for the numbers of largest magnitude: `kept` of all, or of each `group` in a row along an axis (N:M). Of
 * equal ones the first are kept.
 */

import { attr } from '../../attr.ts';
import { defineRecipe, fail, operand } from '../../define.ts';
import { largestPlaces } from '../../magnitudes.ts';
import { normalizeAxis, sizeAt, splitAt } from '../../shapes.ts';
import { allocate, numbers } from '../../tensor.ts';
import { FLOATS, tensorType } from '../../types.ts';

export const magnitude_mask = defineRecipe({
  name: 'magnitude_mask',
  operands: { input: operand(FLOATS) },
  attributes: {
    kept: attr.int(),
    /** Elements in a row along the axis; 0 for all elements together. */
    group: attr.int(0),
    axis: attr.int(0),
  },
  traits: ['pure'],
  infer: ({ input: { shape } }, { kept, group, axis }) => {
    if (kept < 0 || (group > 0 && kept > group)) fail(`${kept} of ${group} cannot be kept`);
    if (group > 0 && sizeAt(shape, normalizeAxis(axis, shape.length)) % group !== 0) {
      fail(`axis ${axis} cannot be cut into groups of ${group}`);
    }
    return tensorType('bool', shape);
  },
  evaluate: ({ input }, { kept, group, axis }) => {
    const { shape } = input;
    const result = allocate('bool', shape);
    const [x, to] = [numbers(input), numbers(result)];
    if (group === 0) {
      for (const place of largestPlaces(x, kept, 0, 1, x.length)) to[place] = 1;
      return result;
    }
    const { outer, size, inner } = splitAt(shape, normalizeAxis(axis, shape.length));
    for (let block = 0; block < (outer * size) / group; block++) {
      for (let column = 0; column < inner; column++) {
        const start = block * group * inner + column;
        for (const place of largestPlaces(x, kept, start, inner, group)) to[place] = 1;
      }
    }
    return result;
  },
  cost: ({ input }) => ({ flops: 2 * input.shape.reduce((product, dim) => product * dim, 1) }),
  samples: [],
});
