/** Blocks of pixels become channels. */

import type { Node } from '../../../ir/graph.ts';
import { DTYPES } from '../../../ir/types.ts';
import { lowering } from '../lowering.ts';
import { dtypeOf, int, typed } from '../terms.ts';

export const space_to_depth = lowering(
  ({ m, attributes, required, result }) => {
    const x = required(0);
    const inputs = { x, block_size: int(attributes.int('block')) };
    return m.op('space_to_depth', inputs, typed(dtypeOf(x), result.shape));
  },
  { accepts: isFloating },
);

/** Integers are moved by transposes. */
function isFloating({ operands }: Node): boolean {
  const dtype = operands[0]?.type.dtype;
  return dtype !== undefined && DTYPES[dtype].kind === 'float';
}
