/** A walk that stands still along the axes that are repeated. */

import { movement } from '../lowering.ts';
import { staticShapeOf } from '../../shape.ts';

export const broadcast = movement({
  read: ({ offset, strides }, shape, node) => {
    const [result] = node.results;
    const dims = result === undefined ? [] : staticShapeOf(result);
    const missing = dims.length - shape.length;
    return {
      offset,
      strides: dims.map((_, axis) => {
        const own = axis - missing;
        return (shape[own] ?? 1) === 1 ? 0 : (strides[own] ?? 0);
      }),
    };
  },
});
