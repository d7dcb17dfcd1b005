/**
 * Where resized elements come from: for each place along a resized axis the input places and their weights
 * (ONNX Resize-19). Targets may use these tables, so that all agree where one bit of a coordinate decides.
 */

export const RESIZE_MODES = ['nearest', 'linear', 'cubic'] as const;
export const COORDINATES = [
  'half_pixel',
  'half_pixel_symmetric',
  'pytorch_half_pixel',
  'align_corners',
  'asymmetric',
  'tf_half_pixel_for_nn',
  'tf_crop_and_resize',
] as const;
export const ROUNDINGS = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'] as const;

/** What is the same for all axes of a resize. */
export interface ResizeRule {
  readonly mode: (typeof RESIZE_MODES)[number];
  readonly coordinates: (typeof COORDINATES)[number];
  readonly rounding: (typeof ROUNDINGS)[number];
  readonly cubic_coefficient: number;
  readonly exclude_outside: boolean;
  readonly antialias: boolean;
}

export interface ResizedAxis {
  readonly from: number;
  readonly to: number;
  readonly scale: number;
  /** The part of the axis that tf_crop_and_resize takes, as fractions. */
  readonly crop: readonly [number, number];
}

/** The axes of a resize whose sizes are known, for resizeTaps. */
export function resizedAxes(
  from: readonly number[],
  to: readonly number[],
  attributes: { readonly scales: readonly number[]; readonly roi: readonly number[] },
): readonly ResizedAxis[] {
  const { scales, roi } = attributes;
  return from.map((size, axis) => ({
    from: size,
    to: to[axis] ?? size,
    scale: scales[axis] ?? 1,
    crop: [roi[axis] ?? 0, roi[from.length + axis] ?? 1],
  }));
}

/** Result place i is the sum of weights[i * count + t] * input[places[i * count + t]]. */
export interface Taps {
  readonly count: number;
  readonly places: Int32Array;
  readonly weights: Float64Array;
  /** 1 where the result is the extrapolation value instead. */
  readonly outside: Uint8Array;
}

/** An axis of scale 1 that is not cropped stays as it is, whatever the rule. */
export function staysAsItIs({ from, to, scale, crop }: ResizedAxis, rule: ResizeRule): boolean {
  const cropped = rule.coordinates === 'tf_crop_and_resize' && (crop[0] !== 0 || crop[1] !== 1);
  return from === to && scale === 1 && !cropped;
}

export function resizeTaps(axis: ResizedAxis, rule: ResizeRule): Taps {
  const { from, to } = axis;
  const filter = filterOf(axis, rule);
  const { first, count } = filter;
  const taps = {
    count,
    places: new Int32Array(to * count),
    weights: new Float64Array(to * count),
    outside: new Uint8Array(to),
  };
  for (let index = 0; index < to; index++) {
    const x = sourceCoordinate(axis, rule, index);
    if (rule.coordinates === 'tf_crop_and_resize' && (x < 0 || x > from - 1)) {
      taps.outside[index] = 1;
      continue;
    }
    const base = rule.mode === 'nearest' ? nearest(x, rule.rounding) : Math.floor(x);
    const places = Array.from({ length: count }, (_, tap) => base + first + tap);
    const weights = places.map((place) =>
      rule.exclude_outside && (place < 0 || place >= from) ? 0 : filter.weight(place - x),
    );
    const sum = weights.reduce((a, b) => a + b, 0);
    places.forEach((place, tap) => {
      taps.places[index * count + tap] = Math.min(from - 1, Math.max(0, place));
      taps.weights[index * count + tap] = (weights[tap] ?? 0) / sum;
    });
  }
  return taps;
}

/**
 * The input coordinate of a result place. It is computed in single precision (but for the last line of
 * half_pixel_symmetric), as ONNX Runtime does: nearest and floor decide by its last bit.
 */
function sourceCoordinate(axis: ResizedAxis, rule: ResizeRule, index: number): number {
  const { from, to, crop } = axis;
  const f = Math.fround;
  const scale = f(axis.scale);
  const halfPixel = f(f(f(index + 0.5) / scale) - 0.5);
  switch (rule.coordinates) {
    case 'half_pixel':
      return halfPixel;
    case 'pytorch_half_pixel':
      return to > 1 ? halfPixel : 0;
    case 'half_pixel_symmetric': {
      const adjustment = f(to / f(scale * from));
      const offset = f((from / 2) * f(1 - adjustment));
      return f(offset + (index + 0.5) / scale - 0.5);
    }
    case 'align_corners':
      return to > 1 ? f(f(index * (from - 1)) / (to - 1)) : 0;
    case 'asymmetric':
      return f(index / scale);
    case 'tf_half_pixel_for_nn':
      return f(f(index + 0.5) / scale);
    case 'tf_crop_and_resize': {
      const [start, end] = [f(crop[0]), f(crop[1])];
      if (to === 1) return f(0.5 * f(start + end) * (from - 1));
      return f(f(start * (from - 1)) + f(f(f(index * f(end - start)) * (from - 1)) / (to - 1)));
    }
  }
}

function nearest(x: number, rounding: ResizeRule['rounding']): number {
  switch (rounding) {
    case 'round_prefer_floor':
      return Math.ceil(x - 0.5);
    case 'round_prefer_ceil':
      return Math.floor(x + 0.5);
    case 'floor':
      return Math.floor(x);
    case 'ceil':
      return Math.ceil(x);
  }
}

/** The interpolation filter over distances in input elements, wider by 1/scale where it must not alias. */
function filterOf({ scale }: ResizedAxis, rule: ResizeRule) {
  if (rule.mode === 'nearest') return { first: 0, count: 1, weight: () => 1 };
  const shrink = rule.antialias ? Math.min(1, Math.fround(scale)) : 1;
  const support = (rule.mode === 'linear' ? 1 : 2) / shrink;
  const first = Math.floor(-support) + 1;
  const shape = rule.mode === 'linear' ? triangle : cubic(rule.cubic_coefficient);
  return {
    first,
    count: 2 - 2 * first,
    weight: (distance: number) => shape(Math.abs(distance) * shrink),
  };
}

function triangle(distance: number): number {
  return Math.max(0, 1 - distance);
}

/** Keys' cubic convolution kernel ("Cubic Convolution Interpolation", 1981). */
function cubic(a: number): (distance: number) => number {
  return (x) => {
    if (x <= 1) return ((a + 2) * x - (a + 3)) * x * x + 1;
    return x < 2 ? ((a * x - 5 * a) * x + 8 * a) * x - 4 * a : 0;
  };
}
