/** Shape: the sizes of the input from `start` to `end`. */

import { defineRule } from '../rule.ts';

export const shape = defineRule({
  op: 'Shape',
  since: 1,
  convert: (node) => {
    const { shape: sizes } = node.input(0).type;
    const start = node.attributes.int('start', 0);
    const end = node.attributes.optionalInt('end') ?? sizes.length;
    // Out-of-range ends are clamped, negative ones count from the last axis: both as Array.slice does.
    return node.shapeValue(sizes.slice(start, end));
  },
});
