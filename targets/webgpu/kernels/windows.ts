/** Windowed ops in WGSL: the volume of either layout, and the loops over the places of a window. */

import { asThree, volumeOf, windowsOf } from '../../../ir/windows.ts';
import type { Layout, Three, Volume } from '../../../ir/windows.ts';
import { attributesOf } from '../../attributes.ts';
import type { LowerRequest } from '../lowering.ts';
import type { KernelWriter } from '../syntax.ts';

/** The geometry of a windowed op, padded to three spatial axes. */
export interface Geometry {
  readonly from: Volume;
  readonly to: Volume;
  readonly kernel: Three;
  readonly strides: Three;
  readonly dilations: Three;
  readonly before: Three;
  readonly after: Three;
}

export function geometryOf(request: LowerRequest, kernel: readonly number[]): Geometry {
  const attributes = attributesOf(request.node);
  const layout: Layout =
    attributes.string('layout') === 'channels_last' ? 'channels_last' : 'channels_first';
  const windows = windowsOf(kernel, {
    strides: attributes.ints('strides'),
    pads: attributes.ints('pads'),
    dilations: attributes.ints('dilations'),
  });
  return {
    from: volumeOf(request.required(0).type.shape, layout),
    to: volumeOf(request.resultTypes[0]?.shape ?? [], layout),
    kernel: asThree(windows.kernel, 1),
    strides: asThree(windows.strides, 1),
    dilations: asThree(windows.dilations, 1),
    before: asThree(windows.before, 0),
    after: asThree(windows.after, 0),
  };
}

export interface Place {
  readonly item: string;
  readonly channel: string;
  readonly spatial: readonly [string, string, string];
}

/** The coordinates of flat element `i` of the result, each in a variable. */
export function placeOf(kernel: KernelWriter, i: string, to: Volume): Place {
  const coordinate = (step: number, size: number): string =>
    size === 1 ? '0u' : kernel.let(`(${i} / ${step}u) % ${size}u`);
  return {
    item: coordinate(to.batchStep, to.batch),
    channel: coordinate(to.channelStep, to.channels),
    spatial: [
      coordinate(to.step[0], to.size[0]),
      coordinate(to.step[1], to.size[1]),
      coordinate(to.step[2], to.size[2]),
    ],
  };
}

const AXES = [0, 1, 2] as const;

/**
 * Opens loops `k0`, `k1`, `k2` over the window at a place and the signed input coordinates `p0` to `p2`;
 * axes of one unpadded element have no loop. Places outside the input are skipped. Returns what closes them.
 */
export function openWindow(kernel: KernelWriter, place: Place, geometry: Geometry): () => void {
  let open = 0;
  for (const axis of AXES) {
    const size = geometry.kernel[axis];
    if (size === 1) kernel.line(`let k${axis} = 0;`);
    else {
      kernel.line(`for (var k${axis} = 0; k${axis} < ${size}; k${axis}++) {`);
      open++;
    }
    const start = `i32(${place.spatial[axis]}) * ${geometry.strides[axis]} - ${geometry.before[axis]}`;
    kernel.line(`let p${axis} = ${start} + k${axis} * ${geometry.dilations[axis]};`);
    if (mayLeave(geometry, axis)) {
      kernel.line(`if (p${axis} >= 0 && p${axis} < ${geometry.from.size[axis]}) {`);
      open++;
    }
  }
  return () => {
    for (let index = 0; index < open; index++) kernel.line('}');
  };
}

/** Some window along the axis reaches outside the input. */
export function mayLeave(
  { from, to, kernel, strides, dilations, before }: Geometry,
  axis: 0 | 1 | 2,
): boolean {
  const last =
    (to.size[axis] - 1) * strides[axis] - before[axis] + (kernel[axis] - 1) * dilations[axis];
  return before[axis] > 0 || last >= from.size[axis];
}

/** The input element at `p0` to `p2` of a channel. */
export function inputOffset({ from }: Geometry, item: string, channel: string): string {
  return `${item} * ${from.batchStep}u + (${channel}) * ${from.channelStep}u + u32(p0 * ${from.step[0]} + p1 * ${from.step[1]} + p2 * ${from.step[2]})`;
}
