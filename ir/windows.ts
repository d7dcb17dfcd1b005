/** Sliding windows of convolutions and pools: attributes, output sizes, and the two layouts. */

import { attr } from './attr.ts';
import { fail } from './define.ts';
import { dimAdd, dimFloorDiv, dimMul, isStatic, printDim } from './dim.ts';
import type { Dim } from './dim.ts';
import { printShape } from './shapes.ts';

export const LAYOUTS = ['channels_first', 'channels_last'] as const;
/**
 * [N, C, spatial...] or [N, spatial..., C]. An op with an attribute `layout` has the image as its first operand,
 * and its only result is one in the same layout.
 */
export type Layout = (typeof LAYOUTS)[number];

/** Attributes that all windowed ops have; an empty list stands for ones, or zeros for pads. */
export const windowAttributes = {
  strides: attr.ints([]),
  /** One number for the begin of each spatial axis, then one for the end of each. */
  pads: attr.ints([]),
  dilations: attr.ints([]),
  layout: attr.oneOf(LAYOUTS, 'channels_first'),
} as const;

export interface WindowAttributes {
  readonly strides: readonly number[];
  readonly pads: readonly number[];
  readonly dilations: readonly number[];
}

/** Windows with defaults written out; one number for each spatial axis. */
export interface Windows {
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Fills in defaults; calls `fail` for lists of wrong length and numbers that make no window. */
export function windowsOf(kernel: readonly number[], attributes: WindowAttributes): Windows {
  const rank = kernel.length;
  if (rank < 1 || rank > 3) fail(`there are ${rank} spatial axes, but 1 to 3 are supported`);
  const list = (name: string, given: readonly number[], count: number, least: number) => {
    const filled = given.length === 0 ? Array.from({ length: count }, () => least) : given;
    if (filled.length !== count) {
      fail(`${name} has ${filled.length} numbers`, `give ${count}, or none for ${least}s`);
    }
    if (filled.some((number) => number < least)) {
      fail(`${name} [${filled.join(',')}] must be ${least} or more`);
    }
    return filled;
  };
  const pads = list('pads', attributes.pads, 2 * rank, 0);
  return {
    kernel: list('kernel', kernel, rank, 1),
    strides: list('strides', attributes.strides, rank, 1),
    dilations: list('dilations', attributes.dilations, rank, 1),
    before: pads.slice(0, rank),
    after: pads.slice(rank),
  };
}

/** Elements that a window spans along an axis. */
export function windowSpan(
  { kernel, dilations }: Pick<Windows, 'kernel' | 'dilations'>,
  axis: number,
): number {
  return ((kernel[axis] ?? 1) - 1) * (dilations[axis] ?? 1) + 1;
}

/**
 * Number of windows along an axis. With `ceil` a last window may reach beyond the end padding, but none
 * starts in it (ONNX MaxPool-12 and its ceil_mode as PyTorch defines it).
 */
export function windowCount(dim: Dim, windows: Windows, axis: number, ceil = false): Dim {
  const stride = windows.strides[axis] ?? 1;
  const before = windows.before[axis] ?? 0;
  const after = windows.after[axis] ?? 0;
  const span = windowSpan(windows, axis);
  const beyond = ceil ? Math.min(stride - 1, span - 1 - after) : 0;
  const room = dimAdd(dim, before + after - span + beyond);
  const count = dimAdd(dimFloorDiv(room, stride), 1);
  if (typeof count === 'number' && count < 1) {
    fail(
      `a window of ${span} does not fit spatial axis ${axis} of ${printDim(dim)} elements`,
      'a larger input or more padding gives it room',
    );
  }
  return count;
}

/** The extent of a transposed convolution along an axis (ONNX ConvTranspose-11). */
export function transposedCount(
  dim: Dim,
  windows: Windows,
  axis: number,
  outputPadding: number,
): Dim {
  const pads = (windows.before[axis] ?? 0) + (windows.after[axis] ?? 0);
  const starts = dimMul(dimAdd(dim, -1), windows.strides[axis] ?? 1);
  const count = dimAdd(starts, windowSpan(windows, axis) + outputPadding - pads);
  if (typeof count === 'number' && count < 1)
    fail(`the pads of spatial axis ${axis} leave no result`);
  return count;
}

export interface Parts<D extends Dim = Dim> {
  readonly batch: D;
  readonly channels: D;
  readonly spatial: readonly D[];
}

/** Calls `fail` for shapes of less than batch, channels and one spatial axis. */
export function splitLayout<D extends Dim>(shape: readonly D[], layout: Layout): Parts<D> {
  const [batch, ...rest] = shape;
  const channels = layout === 'channels_first' ? rest.shift() : rest.pop();
  if (batch === undefined || channels === undefined || rest.length === 0) {
    return fail(`${printShape(shape)} has no batch, channels and spatial axes`);
  }
  return { batch, channels, spatial: rest };
}

export function joinLayout<D extends Dim>(parts: Parts<D>, layout: Layout): readonly D[] {
  const { batch, channels, spatial } = parts;
  return layout === 'channels_first'
    ? [batch, channels, ...spatial]
    : [batch, ...spatial, channels];
}

/** Depth, height and width; missing leading axes are filled. */
export type Three = readonly [number, number, number];

/** One to three spatial numbers as three, with `fill` for the leading axes that are missing. */
export function asThree(spatial: readonly number[], fill: number): Three {
  const [x = fill, y = fill, z = fill] = [...spatial].reverse();
  return [z, y, x];
}

/** A tensor of either layout seen as [N, C, Z, Y, X]: its sizes and the steps between elements. */
export interface Volume {
  readonly batch: number;
  readonly channels: number;
  readonly size: Three;
  readonly batchStep: number;
  readonly channelStep: number;
  readonly step: Three;
}

export function volumeOf(shape: readonly number[], layout: Layout): Volume {
  const { batch, channels, spatial } = splitLayout(shape, layout);
  if (!isStatic(spatial)) throw new Error('a volume has known sizes');
  const size = asThree(spatial, 1);
  const [sizeZ, sizeY, sizeX] = size;
  const plane = sizeZ * sizeY * sizeX;
  const unit = layout === 'channels_first' ? 1 : channels;
  return {
    batch,
    channels,
    size,
    batchStep: plane * channels,
    channelStep: layout === 'channels_first' ? plane : 1,
    step: [sizeY * sizeX * unit, sizeX * unit, unit],
  };
}
