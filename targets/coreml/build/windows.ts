/** Convolutions and what windows share: their geometry as MIL's parameters, and the order of the image's axes. */

import type { Windows } from '../../../ir/windows.ts';
import { LAYOUTS, windowSpan, windowsOf } from '../../../ir/windows.ts';
import type { LowerRequest } from '../lowering.ts';
import { dtypeOf, int, ints, isLiteral, shapeOf, text, typed } from '../terms.ts';
import type { Term } from '../terms.ts';
import { transpose, view } from './movement.ts';

export interface Geometry extends Windows {
  readonly groups: number;
}

export interface Layer {
  readonly weight: Term;
  readonly bias: Term | undefined;
}

export function windowsOfNode({ attributes }: LowerRequest, kernel: readonly number[]): Windows {
  return windowsOf(kernel, {
    strides: attributes.ints('strides'),
    pads: attributes.ints('pads'),
    dilations: attributes.ints('dilations'),
  });
}

function isChannelsLast({ attributes }: LowerRequest): boolean {
  return attributes.oneOf('layout', LAYOUTS) === 'channels_last';
}

/** The image with its channels before the spatial axes. */
export function imagesFirst(request: LowerRequest, x: Term): Term {
  if (!isChannelsLast(request)) return x;
  const rank = shapeOf(x).length;
  const spatial = Array.from({ length: rank - 2 }, (_, axis) => axis + 1);
  return transpose(request.m, x, [0, rank - 1, ...spatial]);
}

/** The image in the node's own layout again. */
export function imagesLast(request: LowerRequest, x: Term): Term {
  if (!isChannelsLast(request)) return x;
  const rank = shapeOf(x).length;
  const spatial = Array.from({ length: rank - 2 }, (_, axis) => axis + 2);
  return transpose(request.m, x, [0, ...spatial, 1]);
}

/** Begin and end of each spatial axis in turn. */
export function padsOf({ before, after }: Pick<Windows, 'before' | 'after'>): readonly number[] {
  return before.flatMap((begin, axis) => [begin, after[axis] ?? 0]);
}

/** An image [N, C, ...] convolved. */
export function convolve(request: LowerRequest, x: Term, layer: Layer, geometry: Geometry): Term {
  const { m, math } = request;
  const { strides, dilations, groups } = geometry;
  const [batch = 1, , ...spatial] = shapeOf(x);
  const [outputs = 1] = shapeOf(layer.weight);
  const counts = spatial.map((size, axis) => {
    const room = size + (geometry.before[axis] ?? 0) + (geometry.after[axis] ?? 0);
    return Math.floor((room - windowSpan(geometry, axis)) / (strides[axis] ?? 1)) + 1;
  });
  // A bias that is computed is no parameter of the operation before iOS 17.
  const { bias } = layer;
  const taken = bias === undefined || isLiteral(bias) || m.since('CoreML7');
  const result = m.op(
    'conv',
    {
      x,
      weight: layer.weight,
      bias: taken ? bias : undefined,
      strides: ints(strides),
      pad_type: text('custom'),
      pad: ints(padsOf(geometry)),
      dilations: ints(dilations),
      groups: int(groups),
    },
    typed(dtypeOf(x), [batch, outputs, ...counts]),
  );
  return taken ? result : math.add(result, perChannel(request, bias, shapeOf(result).length));
}

/** One number for each channel, to be added to an image of some rank. */
export function perChannel({ m }: LowerRequest, values: Term, rank: number): Term {
  const [channels = 1] = shapeOf(values);
  return view(m, values, [1, channels, ...Array.from({ length: rank - 2 }, () => 1)]);
}
