/** Images of another size: upsampling by factors, resizing to given sizes. */

import type { Dim } from '../spec.ts';
import { flagOf, listOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { GRIDS, SAMPLING, linearTaps, nearestTaps, resized } from './sampling.ts';
import type { Grid } from './sampling.ts';
import { needRank } from './shapes.ts';

const FLOATS = 'T=fp16/fp32';

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
  const wanted = listOf(op, 'shape');
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
