/** Images of another size: upsampling by factors, resizing to given sizes. */

import { allocate, elementCount } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import type { Dim } from '../spec.ts';
import { flagOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { needRank } from './shapes.ts';

const FLOATS = 'T=fp16/fp32';
const SAMPLING = [
  'DEFAULT',
  'STRICT_ALIGN_CORNERS',
  'ALIGN_CORNERS',
  'OFFSET_CORNERS',
  'UNALIGN_CORNERS',
] as const;
type Sampling = (typeof SAMPLING)[number];

/** Where each place of an axis of the output lies in the input. */
type Grid = (at: number, from: number, to: number) => number;

/** Before a point is held to the input. */
const GRIDS: Readonly<Record<Sampling, Grid>> = {
  DEFAULT: (at, from, to) => (to === 1 ? 0 : (at * (from - from / to)) / (to - 1)),
  STRICT_ALIGN_CORNERS: (at, from, to) => (to === 1 ? 0 : (at * (from - 1)) / (to - 1)),
  ALIGN_CORNERS: (at, from, to) => (to === 1 ? (from - 1) / 2 : (at * (from - 1)) / (to - 1)),
  OFFSET_CORNERS: (at, from, to) => ((at + 0.5) * Math.max(1, from - 1)) / to,
  UNALIGN_CORNERS: (at, from, to) => ((at + 0.5) * from) / to - 0.5,
};

/** One axis: the neighbours of each place, and the share of the second. */
interface Taps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly share: Float64Array;
}

function linearTaps(from: number, to: number, grid: Grid): Taps {
  const points = Float64Array.from({ length: to }, (_, at) =>
    Math.min(from - 1, Math.max(0, grid(at, from, to))),
  );
  const first = Int32Array.from(points, Math.floor);
  return {
    first,
    second: first.map((place) => Math.min(from - 1, place + 1)),
    share: points.map((point, at) => point - (first[at] ?? 0)),
  };
}

function nearestTaps(from: number, to: number, place: Grid): Taps {
  const first = Int32Array.from({ length: to }, (_, at) =>
    Math.min(from - 1, Math.max(0, place(at, from, to))),
  );
  return { first, second: first, share: new Float64Array(to) };
}

/** Resizes the last two axes. */
function resized(
  op: Values,
  shape: readonly number[],
  taps: (from: number, to: number) => Taps,
): NumberArray {
  const { dtype, shape: input, data } = op.tensor('x');
  const [height = 1, width = 1] = input.slice(-2);
  const [outHeight = 1, outWidth = 1] = shape.slice(-2);
  const [rows, columns] = [taps(height, outHeight), taps(width, outWidth)];
  const planes = elementCount(input.slice(0, -2));
  const result = allocate(dtype, planes * outHeight * outWidth);
  let to = 0;
  for (let plane = 0; plane < planes; plane++) {
    const base = plane * height * width;
    for (let y = 0; y < outHeight; y++) {
      const top = base + (rows.first[y] ?? 0) * width;
      const bottom = base + (rows.second[y] ?? 0) * width;
      const down = rows.share[y] ?? 0;
      for (let x = 0; x < outWidth; x++) {
        const [left, right] = [columns.first[x] ?? 0, columns.second[x] ?? 0];
        const along = columns.share[x] ?? 0;
        const above = mix(data[top + left] ?? 0, data[top + right] ?? 0, along);
        const below = mix(data[bottom + left] ?? 0, data[bottom + right] ?? 0, along);
        result[to++] = mix(above, below, down);
      }
    }
  }
  return result;
}

/** A share of zero leaves out what may be infinite. */
function mix(a: number, b: number, share: number): number {
  return share === 0 ? a : a + (b - a) * share;
}

function inferWith(
  sizes: (op: Operands, height: Dim, width: Dim) => readonly Dim[],
): OpDefinition['infer'] {
  return (op) => {
    needRank(op, 'x', 3);
    const { dtype, shape } = op.type('x');
    const wanted = sizes(op, shape.at(-2), shape.at(-1));
    if (wanted.some((size) => size !== undefined && size < 1)) {
      op.fail(`the result is ${wanted.join(' by ')}`, 'sizes are at least 1');
    }
    return [tensorOf(dtype, [...shape.slice(0, -2), ...wanted])];
  };
}

const scaled = inferWith((op, height, width) =>
  [
    { dim: height, by: numberOf(op, 'scale_factor_height', 1) },
    { dim: width, by: numberOf(op, 'scale_factor_width', 1) },
  ].map(({ dim, by }) => (dim === undefined ? undefined : Math.floor(dim * by))),
);

const SCALES = 'x:T, scale_factor_height:U!=, scale_factor_width:U!=';

const upsample_nearest_neighbor: OpDefinition = {
  signatures: { 5: `${SCALES} | ${FLOATS}; U=fp32/int32` },
  infer: scaled,
  evaluate: (op, [output]) => {
    const floor: Grid = (at, from, to) => Math.floor((at * from) / to);
    return [resized(op, output?.shape ?? [], (from, to) => nearestTaps(from, to, floor))];
  },
};

/** Without aligned corners the centres of pixels are aligned, or where that is switched off their left edges. */
const upsample_bilinear: OpDefinition = {
  signatures: {
    5: `${SCALES}, align_corners:bool!= | ${FLOATS}; U=int32/fp32`,
    6: `${SCALES}, align_corners:bool!=, half_pixel_centers:bool!? | ${FLOATS}; U=int32/fp32`,
  },
  infer: (op) => {
    const both = flagOf(op, 'align_corners', true) && flagOf(op, 'half_pixel_centers', false);
    if (both) op.fail('align_corners and half_pixel_centers are both set', 'set one of them');
    return scaled(op);
  },
  evaluate: (op, [output]) => {
    const aligned = flagOf(op, 'align_corners', true);
    const half = flagOf(op, 'half_pixel_centers', !aligned);
    const edges: Grid = (at, from, to) => (at * from) / to;
    const grid = aligned ? GRIDS.STRICT_ALIGN_CORNERS : half ? GRIDS.UNALIGN_CORNERS : edges;
    return [resized(op, output?.shape ?? [], (from, to) => linearTaps(from, to, grid))];
  },
};

const sized = inferWith((op) => [
  numberOf(op, 'target_size_height', 1),
  numberOf(op, 'target_size_width', 1),
]);

const resize_bilinear: OpDefinition = {
  signatures: {
    5: `x:T, target_size_height:int32!=, target_size_width:int32!=, sampling_mode:string!= | ${FLOATS}`,
  },
  infer: (op) => {
    wordOf(op, 'sampling_mode', SAMPLING, 'DEFAULT');
    return sized(op);
  },
  evaluate: (op, [output]) => {
    const grid = GRIDS[wordOf(op, 'sampling_mode', SAMPLING, 'DEFAULT')];
    return [resized(op, output?.shape ?? [], (from, to) => linearTaps(from, to, grid))];
  },
};

const resize_nearest_neighbor: OpDefinition = {
  signatures: { 5: `x:T, target_size_height:int32!, target_size_width:int32! | ${FLOATS}` },
  infer: sized,
  evaluate: upsample_nearest_neighbor.evaluate,
};

/** The last `resized_dims` sizes come from `shape`, where a zero keeps that of x. */
function resizedShape(op: Operands): Dim[] {
  const { shape: x } = op.type('x');
  const wanted = op.numbers('shape');
  const [length = 0] = op.type('shape').shape;
  const count = numberOf(op, 'resized_dims', 0);
  if (op.type('shape').shape.length !== 1 || count > length || length > x.length) {
    op.fail(
      `resized_dims ${count}, shape of ${length} numbers and x of rank ${x.length} do not go together`,
    );
  }
  return x.map((dim, axis) => {
    if (axis < x.length - count) return dim;
    const size = wanted?.[axis - x.length + length];
    return wanted === undefined ? undefined : size === 0 ? dim : size;
  });
}

const resize: OpDefinition = {
  signatures: {
    7: 'x:T, shape:U, resized_dims:uint32!, interpolation_mode:string!=, sampling_mode:string!= | T=fp16/fp32/int32; U=int32/int16/uint16/uint32',
  },
  infer: (op) => {
    wordOf(op, 'interpolation_mode', ['LINEAR', 'NEAREST_NEIGHBOR'], 'LINEAR');
    wordOf(op, 'sampling_mode', SAMPLING, 'DEFAULT');
    const { dtype, shape } = op.type('x');
    if (numberOf(op, 'resized_dims', 2) > 2) {
      op.fail('resized_dims is over 2', 'resize the last two axes, then others by transposing');
    }
    if (shape.length < 2) op.fail('x has rank below 2');
    return [tensorOf(dtype, resizedShape(op))];
  },
  evaluate: (op, [output]) => {
    const grid = GRIDS[wordOf(op, 'sampling_mode', SAMPLING, 'DEFAULT')];
    const nearest = op.text('interpolation_mode') === 'NEAREST_NEIGHBOR';
    const rounded: Grid = (at, from, to) => {
      const point = Math.min(from - 1, Math.max(0, grid(at, from, to)));
      return Math.floor(point + 0.5);
    };
    return [
      resized(op, output?.shape ?? [], (from, to) =>
        nearest ? nearestTaps(from, to, rounded) : linearTaps(from, to, grid),
      ),
    ];
  },
};

export const resizing: OpTable = {
  upsample_nearest_neighbor,
  upsample_bilinear,
  resize,
  resize_bilinear,
  resize_nearest_neighbor,
};
