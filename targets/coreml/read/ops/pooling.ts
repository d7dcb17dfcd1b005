/** Pooling: the mean, the largest element or the length of each window. */

import { allocate, elementCount } from '../tensor.ts';
import type { MilTensor, NumberArray, StaticType } from '../tensor.ts';
import { flagOf, listOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { needRank } from './shapes.ts';
import { positive, windowsOf } from './windows.ts';

const PARAMETERS =
  'x:T, kernel_sizes:int32!, strides:int32!=, pad_type:string!, pad:int32!=, ceil_mode:bool!=';
const FLOATS = 'T=fp16/fp32';

function checkPool(op: Operands): ReturnType<OpDefinition['infer']> {
  needRank(op, 'x', 3, 5);
  const { dtype, shape } = op.type('x');
  const space = shape.slice(2);
  const kernel = positive(op, 'kernel_sizes', space.length);
  if (flagOf(op, 'ceil_mode', false)) {
    if (space.length > 2) op.fail('ceil_mode is set for three dimensions of space');
    if (op.text('pad_type')?.startsWith('same') === true)
      op.fail('ceil_mode is set with same padding');
    const pad = listOf(op, 'pad') ?? [];
    if (space.some((_, axis) => pad[2 * axis] !== pad[2 * axis + 1])) {
      op.fail('ceil_mode is set and pad is not the same on both sides');
    }
  }
  return [tensorOf(dtype, [shape[0], shape[1], ...windowsOf(op, space, kernel).output])];
}

/** `size` is that of the window inside the padded image, `count` that of the part inside the image. */
interface Fold {
  readonly start: number;
  readonly step: (sum: number, x: number) => number;
  readonly end: (sum: number, size: number, count: number) => number;
}

function pooled(op: Operands, x: MilTensor, output: StaticType, fold: Fold): NumberArray {
  const space = x.shape.slice(2);
  const kernel = positive(op, 'kernel_sizes', space.length);
  const { strides, before } = windowsOf(op, space, kernel);
  const target = output.shape.slice(2);
  const pads = listOf(op, 'pad') ?? [];
  // As three dimensions of space, the missing ones of size one.
  const three = (list: readonly number[], fill: number): number[] => [
    ...Array.from({ length: 3 - space.length }, () => fill),
    ...list,
  ];
  const [depth = 1, height = 1, width = 1] = three(space, 1);
  const [outDepth = 1, outHeight = 1, outWidth = 1] = three(target, 1);
  const k = three(kernel, 1);
  const s = three(strides, 1);
  const p = three(
    before.map((pad) => pad ?? 0),
    0,
  );
  // Windows of ceil mode reach beyond the padding, which does not count.
  const type = op.text('pad_type');
  const room = (axis: number): number => (type === 'custom' ? (pads[2 * axis + 1] ?? 0) : 0);
  const ends = three(
    space.map((size, axis) => (type?.startsWith('same') === true ? Infinity : size + room(axis))),
    1,
  );
  const planes = (x.shape[0] ?? 1) * (x.shape[1] ?? 1);
  const result = allocate(output.dtype, elementCount(output.shape));
  let at = 0;
  for (let plane = 0; plane < planes; plane++) {
    const base = plane * depth * height * width;
    for (let d = 0; d < outDepth; d++) {
      for (let h = 0; h < outHeight; h++) {
        for (let w = 0; w < outWidth; w++) {
          const start = [d, h, w].map((place, axis) => place * (s[axis] ?? 1) - (p[axis] ?? 0));
          const stop = start.map((place, axis) =>
            Math.min(place + (k[axis] ?? 1), ends[axis] ?? Infinity),
          );
          const from = start.map((place) => Math.max(0, place));
          const to = [depth, height, width].map((size, axis) => Math.min(size, stop[axis] ?? size));
          let sum = fold.start;
          for (let z = from[0] ?? 0; z < (to[0] ?? 0); z++) {
            for (let y = from[1] ?? 0; y < (to[1] ?? 0); y++) {
              for (let c = from[2] ?? 0; c < (to[2] ?? 0); c++) {
                sum = fold.step(sum, x.data[base + (z * height + y) * width + c] ?? 0);
              }
            }
          }
          const size = volume(start, stop);
          result[at++] = fold.end(sum, size, volume(from, to));
        }
      }
    }
  }
  return result;
}

function volume(from: readonly number[], to: readonly number[]): number {
  return from.reduce(
    (product, start, axis) => product * Math.max(0, (to[axis] ?? start) - start),
    1,
  );
}

function pool(fold: (op: Operands) => Fold): OpDefinition {
  return {
    signatures: { 5: `${PARAMETERS} | ${FLOATS}` },
    infer: checkPool,
    evaluate: (op, [output]) => [pooled(op, op.tensor('x'), output ?? op.tensor('x'), fold(op))],
  };
}

const avg_pool: OpDefinition = {
  ...pool((op) => {
    const exclude = flagOf(op, 'exclude_padding_from_average', false);
    return {
      start: 0,
      step: (sum, x) => sum + x,
      end: (sum, size, count) => sum / (exclude ? count : size),
    };
  }),
  signatures: { 5: `exclude_padding_from_average:bool!=, ${PARAMETERS} | ${FLOATS}` },
};

export const pooling: OpTable = {
  avg_pool,
  max_pool: pool(() => ({ start: -Infinity, step: Math.max, end: (largest) => largest })),
  l2_pool: pool(() => ({ start: 0, step: (sum, x) => sum + x * x, end: Math.sqrt })),
};
