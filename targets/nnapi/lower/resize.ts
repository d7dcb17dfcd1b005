/** The input on another grid: whole multiples of pixels by an operation, the rest by the tables of the IR. */

import { isWholeMultiple, resizeRewrite } from '../decompose/resizing.ts';
import { lowering } from '../lowering.ts';
import { bool, int } from '../terms.ts';

export const resize = lowering(
  ({ m, node, required, to }) => {
    if (!isWholeMultiple(node)) throw new Error('resize is rewritten before');
    const [, height = 1, width = 1] = to.shape;
    const inputs = [required(0), int(width), int(height), bool(false)];
    return m.op('RESIZE_NEAREST_NEIGHBOR', inputs, to);
  },
  { rewrite: resizeRewrite, carries: () => true },
);
