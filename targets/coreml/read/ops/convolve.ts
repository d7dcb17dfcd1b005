/** Convolutions as products of matrices over padded images. */

import { elementCount, offsetsOf, stridesOf } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import { multiply, ramp } from './multiply.ts';
import type { Values } from './op.ts';

export interface Convolution {
  readonly images: number;
  /** The size of the padded images. */
  readonly canvas: readonly number[];
  readonly padded: NumberArray;
  readonly target: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly kernel: readonly number[];
  readonly groups: number;
  /** Input channels of a group. */
  readonly perGroup: number;
  /** Output channels of all groups. */
  readonly channels: number;
  readonly weight: NumberArray;
  /** Where the weights of each output channel begin, and how they go on. */
  readonly rows: ArrayLike<number>;
  readonly steps: ArrayLike<number>;
}

export function convolve(op: Values, data: NumberArray, c: Convolution): void {
  const pixels = elementCount(c.target);
  const plane = elementCount(c.canvas);
  const along = stridesOf(c.canvas);
  const steps = offsetsOf(
    [c.perGroup, ...c.kernel],
    [plane, ...along.map((stride, axis) => stride * (c.dilations[axis] ?? 1))],
  );
  const places = offsetsOf(
    c.target,
    along.map((stride, axis) => stride * (c.strides[axis] ?? 1)),
  );
  const bias = op.has('bias') ? op.tensor('bias').data : undefined;
  const each = c.channels / c.groups;
  const [rows, columns] = [ramp(each, pixels), ramp(pixels, 1)];
  for (let image = 0; image < c.images; image++) {
    for (let group = 0; group < c.groups; group++) {
      const first = group * each;
      multiply(
        {
          data: c.weight,
          start: 0,
          lines: Array.from({ length: each }, (_, row) => c.rows[first + row] ?? 0),
          steps: c.steps,
        },
        {
          data: c.padded,
          start: (image * c.groups + group) * c.perGroup * plane,
          lines: places,
          steps,
        },
        {
          data,
          start: (image * c.channels + first) * pixels,
          rows,
          columns,
          rowBias: bias?.subarray(first, first + each),
        },
      );
    }
  }
}

/** Images on larger canvases of zeros, their elements `steps` apart; what falls outside is left out. */
export function spread(
  data: NumberArray,
  shape: readonly number[],
  canvas: readonly number[],
  before: readonly number[],
  steps: readonly number[] = canvas.map(() => 1),
): Float32Array {
  const space = shape.slice(2);
  const plane = elementCount(space);
  const along = stridesOf(canvas);
  const places = space.map((size, axis) =>
    Float64Array.from({ length: size }, (_, at) => {
      const place = at * (steps[axis] ?? 1) + (before[axis] ?? 0);
      return place < 0 || place >= (canvas[axis] ?? 0) ? -Infinity : place * (along[axis] ?? 1);
    }),
  );
  // The place of each element of an image, or minus infinity.
  let offsets = Float64Array.of(0);
  for (const axis of places) {
    const longer = new Float64Array(offsets.length * axis.length);
    let at = 0;
    for (const offset of offsets) for (const place of axis) longer[at++] = offset + place;
    offsets = longer;
  }
  const planes = data.length / Math.max(1, plane);
  const size = elementCount(canvas);
  const result = new Float32Array(planes * size);
  for (let index = 0; index < planes; index++) {
    for (let at = 0; at < plane; at++) {
      const place = offsets[at] ?? 0;
      if (place >= 0) result[index * size + place] = data[index * plane + at] ?? 0;
    }
  }
  return result;
}
