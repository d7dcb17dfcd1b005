/** Convolution of integers, exact: conv takes floats only, so each tap of the window is a product of matrices. */

import { elementCount } from '../../../ir/types.ts';
import { windowSpan } from '../../../ir/windows.ts';
import type { LowerRequest } from '../lowering.ts';
import { shapeOf } from '../terms.ts';
import type { Term } from '../terms.ts';
import { matmul } from './matrix.ts';
import { concat, slice, sliceAxis, view } from './movement.ts';
import { padWith } from './padding.ts';
import { perChannel } from './windows.ts';
import type { Geometry, Layer } from './windows.ts';

const PLAIN = { left: false, right: false };

export function integerConvolution(
  request: LowerRequest,
  x: Term,
  { weight, bias }: Layer,
  geometry: Geometry,
): Term {
  const { m, math } = request;
  const { kernel, strides, dilations, groups } = geometry;
  const pads = [0, 0, ...geometry.before].map((before, axis) => ({
    before,
    after: axis < 2 ? 0 : (geometry.after[axis - 2] ?? 0),
  }));
  const padded = padWith(request, x, pads, 0);
  const [batch = 1, channels = 1, ...room] = shapeOf(padded);
  const [outputs = 1, perGroup = 1] = shapeOf(weight);
  const counts = room.map(
    (size, axis) => Math.floor((size - windowSpan(geometry, axis)) / (strides[axis] ?? 1)) + 1,
  );
  const places = elementCount(counts);
  const taps = view(m, weight, [outputs, perGroup, elementCount(kernel)]);
  let sum: Term | undefined;
  for (let tap = 0; tap < elementCount(kernel); tap++) {
    let rest = tap;
    const offsets = kernel.toReversed().map((size) => {
      const at = rest % size;
      rest = (rest - at) / size;
      return at;
    });
    const starts = offsets.toReversed().map((at, axis) => at * (dilations[axis] ?? 1));
    const seen = slice(m, padded, [
      { start: 0, count: batch, step: 1 },
      { start: 0, count: channels, step: 1 },
      ...counts.map((count, axis) => ({
        start: starts[axis] ?? 0,
        count,
        step: strides[axis] ?? 1,
      })),
    ]);
    const matrix = view(m, sliceAxis(m, taps, 2, tap, 1), [1, outputs, perGroup]);
    const flat = view(m, seen, [batch, channels, places]);
    const parts = Array.from({ length: groups }, (_, group) =>
      matmul(
        m,
        sliceAxis(m, matrix, 1, (group * outputs) / groups, outputs / groups),
        sliceAxis(m, flat, 1, group * perGroup, perGroup),
        PLAIN,
      ),
    );
    const product = concat(m, parts, 1);
    sum = sum === undefined ? product : math.add(sum, product);
  }
  if (sum === undefined) throw new Error('a window has taps');
  const result = view(m, sum, [batch, outputs, ...counts]);
  return bias === undefined
    ? result
    : math.add(result, perChannel(request, bias, counts.length + 2));
}
