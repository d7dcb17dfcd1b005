/** Blocks of channels become blocks of pixels; with the block after the channels it is pixel shuffle. */

import { isFloating } from '../build/floating.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, int, typed } from '../terms.ts';

export const depth_to_space = lowering(
  ({ m, attributes, required, result }) => {
    const x = required(0);
    const block = int(attributes.int('block'));
    const type = typed(dtypeOf(x), result.shape);
    return attributes.string('mode') === 'crd'
      ? m.op('pixel_shuffle', { x, upscale_factor: block }, type)
      : m.op('depth_to_space', { x, block_size: block }, type);
  },
  { accepts: isFloating },
);
