/** The loops of the pools over windows of either layout. */

import { fail } from './define.ts';
import type { Folded } from './define.ts';
import type { Dim } from './dim.ts';
import { printShape } from './shapes.ts';
import { numbers, setElement } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import {
  asThree,
  joinLayout,
  splitLayout,
  volumeOf,
  windowCount,
  windowSpan,
  windowsOf,
} from './windows.ts';
import type { Layout, Three, WindowAttributes, Windows } from './windows.ts';

interface PoolAttributes extends WindowAttributes {
  readonly kernel: readonly number[];
  readonly layout: Layout;
  readonly ceil_mode: boolean;
}

/** The shape of a pool's result; calls `fail` for attributes that do not fit the input. */
export function pooledShape(shape: readonly Dim[], attributes: PoolAttributes): readonly Dim[] {
  const { kernel, layout, ceil_mode } = attributes;
  const parts = splitLayout(shape, layout);
  if (kernel.length !== parts.spatial.length) {
    fail(
      `kernel [${kernel.join(',')}] does not fit input ${printShape(shape)}`,
      `give ${parts.spatial.length} numbers, one for each spatial axis`,
    );
  }
  const windows = windowsOf(kernel, attributes);
  for (const axis of kernel.keys()) {
    const pads = Math.max(windows.before[axis] ?? 0, windows.after[axis] ?? 0);
    if (pads >= windowSpan(windows, axis)) {
      fail(`pads of ${pads} leave windows without elements`, 'pads must be less than the kernel');
    }
  }
  const spatial = parts.spatial.map((dim, axis) => windowCount(dim, windows, axis, ceil_mode));
  return joinLayout({ ...parts, spatial }, layout);
}

/** Windows of one element, one apart, change nothing. */
export function foldPool(attributes: PoolAttributes): Folded | undefined {
  const { kernel, strides, pads } = attributes;
  const trivial = [...kernel, ...strides].every((size) => size === 1);
  return trivial && pads.every((pad) => pad === 0) ? { operand: 'input' } : undefined;
}

export interface Pooling {
  /** The value of no elements. */
  readonly start: number;
  readonly step: (sum: number, x: number) => number;
  /**
   * The result of a window: `inside` of its places lie in the input, `covered` in the input and its pads
   * (places beyond the end padding, which ceil_mode may bring, count in neither).
   */
  readonly finish: (sum: number, inside: number, covered: number) => number;
}

/** Fills `result`, whose shape is known, window by window. */
export function pool(
  input: Tensor,
  result: Tensor,
  windows: Windows,
  layout: Layout,
  pooling: Pooling,
): void {
  const from = volumeOf(input.shape, layout);
  const to = volumeOf(result.shape, layout);
  const data = numbers(input);
  const places = to.size.map((count, axis) =>
    Array.from({ length: count }, (_, index) => windowPlaces(windows, axis, index, from.size)),
  );
  const [placesZ = [], placesY = [], placesX = []] = places;
  for (let item = 0; item < to.batch; item++) {
    for (let channel = 0; channel < to.channels; channel++) {
      const base = item * from.batchStep + channel * from.channelStep;
      const target = item * to.batchStep + channel * to.channelStep;
      placesZ.forEach((inZ, z) => {
        placesY.forEach((inY, y) => {
          placesX.forEach((inX, x) => {
            let sum = pooling.start;
            for (const atZ of inZ.inside) {
              for (const atY of inY.inside) {
                const row = base + atZ * from.step[0] + atY * from.step[1];
                for (const atX of inX.inside) {
                  sum = pooling.step(sum, data[row + atX * from.step[2]] ?? 0);
                }
              }
            }
            const inside = inZ.inside.length * inY.inside.length * inX.inside.length;
            const covered = inZ.covered * inY.covered * inX.covered;
            const offset = target + z * to.step[0] + y * to.step[1] + x * to.step[2];
            setElement(result, offset, pooling.finish(sum, inside, covered));
          });
        });
      });
    }
  }
}

/** The places of one window along one of the three axes. */
function windowPlaces(windows: Windows, axis: number, index: number, sizes: Three) {
  const kernel = asThree(windows.kernel, 1)[axis] ?? 1;
  const stride = asThree(windows.strides, 1)[axis] ?? 1;
  const dilation = asThree(windows.dilations, 1)[axis] ?? 1;
  const before = asThree(windows.before, 0)[axis] ?? 0;
  const after = asThree(windows.after, 0)[axis] ?? 0;
  const size = sizes[axis] ?? 1;
  const all = Array.from({ length: kernel }, (_, k) => index * stride - before + k * dilation);
  return {
    inside: all.filter((place) => place >= 0 && place < size),
    covered: all.filter((place) => place < size + after).length,
  };
}
