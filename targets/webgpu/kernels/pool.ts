/** Pools: one invocation for each result element walks its window. */

import { attributesOf } from '../../attributes.ts';
import type { LowerRequest } from '../lowering.ts';
import type { Kernel } from '../program.ts';
import { computeType, literal } from '../syntax.ts';
import { perElement } from './per-element.ts';
import { lowest } from './reduce.ts';
import { geometryOf, inputOffset, openWindow, placeOf } from './windows.ts';
import type { Geometry, Place } from './windows.ts';

export function poolKernel(request: LowerRequest, kind: 'max' | 'average'): Kernel {
  const { buffer, type } = request.required(0);
  const [target] = request.results;
  if (target === undefined) throw new Error('a pool has one result');
  const sizes = attributesOf(request.node).ints('kernel');
  const geometry = geometryOf(request, sizes);
  const compute = computeType(type.dtype);
  return perElement({
    label: request.label,
    origin: request.origin,
    target,
    value: (kernel, i) => {
      const place = placeOf(kernel, i, geometry.to);
      const start = kind === 'max' ? lowest(kernel, compute) : literal(kernel, compute, 0);
      kernel.line(`var sum = ${start};`, 'var count = 0u;');
      const close = openWindow(kernel, place, geometry);
      const bound = kernel.read(buffer);
      const x = kernel.let(kernel.load(bound, inputOffset(geometry, place.item, place.channel)));
      kernel.line(kind === 'max' ? `sum = max(sum, ${x});` : `sum += ${x};`, 'count++;');
      close();
      if (kind === 'max') return 'sum';
      const padded = attributesOf(request.node).bool('count_include_pad');
      return `sum / f32(${padded ? covered(geometry, place) : 'count'})`;
    },
  });
}

/** Places of the window within the input and its padding: ceil_mode may bring places beyond. */
function covered(
  { from, kernel, strides, dilations, before, after }: Geometry,
  place: Place,
): string {
  const axes = ([0, 1, 2] as const).map((axis) => {
    const end = from.size[axis] + after[axis] + before[axis];
    const start = `i32(${place.spatial[axis]}) * ${strides[axis]}`;
    return `clamp((${end - 1} - ${start}) / ${dilations[axis]} + 1, 0, ${kernel[axis]})`;
  });
  return axes.join(' * ');
}
