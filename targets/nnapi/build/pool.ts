/** Pools of images: padding counts for nothing in them, so more of it at the end makes room for what ceil_mode asks. */

import type { LowerRequest } from '../lowering.ts';
import { FUSED_NONE, int, shapeOf } from '../terms.ts';
import type { Term } from '../terms.ts';
import { roomAfter, windowsOfNode } from './windows.ts';

export function pool(code: string) {
  return (request: LowerRequest): Term => {
    const { m, attributes, required, to } = request;
    const x = required(0);
    const windows = windowsOfNode(request, attributes.ints('kernel'));
    const [bottom = 0, right = 0] = [0, 1].map((axis) =>
      roomAfter(windows, axis, shapeOf(x)[axis + 1] ?? 1, to.shape[axis + 1] ?? 1),
    );
    const [top = 0, left = 0] = windows.before;
    const [strideY = 1, strideX = 1] = windows.strides;
    const [kernelY = 1, kernelX = 1] = windows.kernel;
    const numbers = [left, right, top, bottom, strideX, strideY, kernelX, kernelY];
    return m.op(code, [x, ...numbers.map(int), FUSED_NONE], to);
  };
}
