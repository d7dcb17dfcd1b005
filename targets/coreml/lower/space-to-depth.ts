/** Blocks of pixels become channels; with the block after the channels it is pixel unshuffle. */

import { isFloating } from '../build/floating.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, int, scalar, typed } from '../terms.ts';

export const space_to_depth = lowering(
  ({ m, attributes, required, result }) => {
    const x = required(0);
    const block = attributes.int('block');
    const type = typed(dtypeOf(x), result.shape);
    return attributes.string('mode') === 'crd'
      ? m.op('pixel_unshuffle', { x, downscale_factor: scalar('uint32', block) }, type)
      : m.op('space_to_depth', { x, block_size: int(block) }, type);
  },
  { accepts: isFloating },
);
