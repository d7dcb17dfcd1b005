/** Numbers that serve blocks of a tensor, such as scales: how they follow when its elements move. */

import type { Constant } from '../../ir/constant.ts';
import { gcd } from '../../ir/dim.ts';
import { broadcast } from '../../ir/ops/core/broadcast.ts';
import { concat } from '../../ir/ops/core/concat.ts';
import { reshape } from '../../ir/ops/core/reshape.ts';
import { slice } from '../../ir/ops/core/slice.ts';
import { transpose } from '../../ir/ops/core/transpose.ts';
import { constantOf } from '../passes/shared/constant-folding.ts';

export interface Blocks {
  /** Of the tensor. */
  readonly shape: readonly number[];
  /** Elements along each axis that are served alike; the last block of an axis may be shorter. */
  readonly sizes: readonly number[];
  /** Each has one index for every block along every axis of the tensor, and may have axes of its own behind. */
  readonly parameters: readonly Constant[];
}

/** How many blocks there are along each axis. */
export function blockCounts({ shape, sizes }: Pick<Blocks, 'shape' | 'sizes'>): readonly number[] {
  return shape.map((size, axis) => Math.ceil(size / (sizes[axis] ?? 1)));
}

export function reshaped(constant: Constant, shape: readonly number[]): Constant {
  return constantOf(reshape, [constant], { shape });
}

export function transposed(constant: Constant, perm: readonly number[]): Constant {
  return constantOf(transpose, [constant], { perm });
}

export function joined(constants: readonly Constant[], axis: number): Constant {
  return constantOf(concat, constants, { axis });
}

export interface Extent {
  readonly start: number;
  readonly end: number;
  readonly step: number;
}

export function sliced(constant: Constant, axis: number, { start, end, step }: Extent): Constant {
  const { shape } = constant.type;
  if (start === 0 && step === 1 && end >= (shape[axis] ?? 1)) return constant;
  const attributes = {
    starts: shape.map((_, at) => (at === axis ? start : 0)),
    ends: shape.map((size, at) => (at === axis ? end : size)),
    steps: shape.map((_, at) => (at === axis ? step : 1)),
  };
  return constantOf(slice, [constant], attributes);
}

/** The same with blocks along an axis of `size`, which divides what they had. */
export function refined(blocks: Blocks, axis: number, size: number): Blocks {
  const before = blocks.sizes[axis] ?? 1;
  if (before === size) return blocks;
  const sizes = blocks.sizes.with(axis, size);
  const end = Math.ceil((blocks.shape[axis] ?? 1) / size);
  const parameters = blocks.parameters.map((constant) =>
    sliced(repeated(constant, axis, before / size), axis, { start: 0, end, step: 1 }),
  );
  return { shape: blocks.shape, sizes, parameters };
}

/** Each index of an axis several times. */
function repeated(constant: Constant, axis: number, times: number): Constant {
  const { shape } = constant.type;
  const before = shape.slice(0, axis + 1);
  const after = shape.slice(axis + 1);
  const apart = reshaped(constant, [...before, 1, ...after]);
  const spread = constantOf(broadcast, [apart], { shape: [...before, times, ...after] });
  return reshaped(spread, [...shape.slice(0, axis), (shape[axis] ?? 1) * times, ...after]);
}

export function transposeBlocks(blocks: Blocks, perm: readonly number[]): Blocks {
  const pick = (list: readonly number[]): readonly number[] => perm.map((axis) => list[axis] ?? 1);
  const parameters = blocks.parameters.map((constant) => {
    const own = constant.type.shape.slice(perm.length).map((_, index) => perm.length + index);
    return transposed(constant, [...perm, ...own]);
  });
  return { shape: pick(blocks.shape), sizes: pick(blocks.sizes), parameters };
}

export function sliceBlocks(blocks: Blocks, axis: number, extent: Extent): Blocks {
  const { start, end, step } = extent;
  const size = blocks.shape[axis] ?? 1;
  const left = Math.ceil(Math.abs((Math.min(end, size) - start) / step));
  const shape = blocks.shape.with(axis, left);
  if (start === 0 && step === 1 && end >= size) return blocks;
  const block = blocks.sizes[axis] ?? 1;
  if (block >= size) return { ...blocks, shape, sizes: blocks.sizes.with(axis, left) };
  const fine = refined(blocks, axis, step === 1 ? gcd(block, start) : 1);
  const own = fine.sizes[axis] ?? 1;
  const taken =
    step === 1 ? { start: start / own, end: Math.ceil(Math.min(end, size) / own), step } : extent;
  const parameters = fine.parameters.map((constant) => sliced(constant, axis, taken));
  return { shape, sizes: fine.sizes.with(axis, Math.min(own, left)), parameters };
}

/** One after another along an axis: all have as many parameters, of the same types behind the blocks. */
export function concatBlocks(parts: readonly Blocks[], axis: number): Blocks {
  const [first] = parts;
  if (first === undefined) throw new Error('nothing to concatenate');
  const sizes = first.sizes.map((_, at) => {
    const inner = at === axis ? parts.slice(0, -1) : [];
    const marks = [
      ...parts.map((part) => part.sizes[at] ?? 1),
      ...inner.map((p) => p.shape[at] ?? 1),
    ];
    return marks.reduce(gcd);
  });
  const fine = parts.map((part) =>
    sizes.reduce((blocks, size, at) => refined(blocks, at, size), part),
  );
  const total = fine.reduce((sum, { shape }) => sum + (shape[axis] ?? 1), 0);
  const parameters = first.parameters.map((_, index) =>
    joined(
      fine.flatMap((part) => part.parameters[index] ?? []),
      axis,
    ),
  );
  return { shape: first.shape.with(axis, total), sizes, parameters };
}
