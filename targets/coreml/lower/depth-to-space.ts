/** Blocks of channels become blocks of pixels; with the block after the channels it is pixel shuffle. */

import type { Node } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
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

/** Integers are moved by transposes. */
function isFloating({ operands }: Node): boolean {
  const dtype = operands[0]?.type.dtype;
  return dtype !== undefined && DTYPES[dtype].kind === 'float';
}
