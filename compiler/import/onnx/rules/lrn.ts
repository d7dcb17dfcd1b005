/** LRN: divided by a power of the mean square over neighbouring channels. */

import { arithmetic } from '../../../../ir/arithmetic.ts';
import { fail } from '../../../../ir/define.ts';
import { dimProduct } from '../../../../ir/dim.ts';
import { defineRule } from '../rule.ts';

export const lrn = defineRule({
  op: 'LRN',
  since: 1,
  convert: (node) => {
    const m = arithmetic(node.b);
    const { attributes } = node;
    const input = node.input(0);
    const [batch, channels, ...spatial] = input.type.shape;
    if (batch === undefined || channels === undefined) return fail('its input has no channels');
    const size = attributes.int('size');
    if (size < 1) fail(`size ${size} must be 1 or more`);
    const [alpha, beta] = [attributes.float('alpha', 1e-4), attributes.float('beta', 0.75)];
    const bias = attributes.float('bias', 1);
    // Channels become the rows of an image, and the window a mean that counts the rows outside as zeros.
    const rows = m.reshape(m.mul(input, input), [batch, 1, channels, dimProduct(spatial)]);
    const before = Math.floor((size - 1) / 2);
    const means = node.b.avg_pool(
      { input: rows },
      { kernel: [size, 1], pads: [before, 0, size - 1 - before, 0], count_include_pad: true },
    );
    const scaled = m.add(m.mul(m.reshape(means, input.type.shape), alpha), bias);
    return m.div(input, m.pow(scaled, beta));
  },
});
