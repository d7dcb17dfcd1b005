/** Scale and bias of each channel of an image. */

import type { LowerRequest } from '../lowering.ts';
import { MAX_RANK, dtypeOf, isLiteral, scalar, shapeOf, table, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { perChannel } from './windows.ts';

/** Constant ones in one operation, which rounds once in fp16: batch_norm of mean 0 and variance 1. */
export function scaledChannels(
  request: LowerRequest,
  x: Term,
  scale: Term | undefined,
  bias: Term | undefined,
): Term {
  const { m, math } = request;
  const shape = shapeOf(x);
  const constant = [scale, bias].every((term) => term !== undefined && isLiteral(term));
  if (constant && shape.length >= 3 && shape.length <= MAX_RANK) {
    const dtype = dtypeOf(x);
    const channels = shape[1] ?? 1;
    const all = (value: number): Term =>
      table(
        dtype,
        [channels],
        Array.from({ length: channels }, () => value),
      );
    return m.op(
      'batch_norm',
      {
        x,
        mean: all(0),
        variance: all(1),
        gamma: scale,
        beta: bias,
        epsilon: scalar(dtype, 0),
      },
      typed(dtype, shape),
    );
  }
  const scaled = scale === undefined ? x : math.mul(x, perChannel(request, scale, shape.length));
  return bias === undefined ? scaled : math.add(scaled, perChannel(request, bias, shape.length));
}
