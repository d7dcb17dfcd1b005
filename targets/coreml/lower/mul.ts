/** Product; of the same value twice it is the square. */

import { binary, wrapped } from '../build/pointwise.ts';

export const mul = binary((math, x, y, { node, result }) => {
  const [a, b] = node.operands;
  return wrapped(math, a === b ? math.square(x) : math.mul(x, y), result.dtype);
});
