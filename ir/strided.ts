/** Copies of elements by strides, by index lists and in blocks: the loops of the movement ops. */

import { copyWords } from './strided-copy.ts';
import type { CopyAxis, Words } from './strided-copy.ts';
import { takeHalves } from './scratch.ts';
import { allocate, rawElements, scalarTensor, stridesOf, tensor } from './tensor.ts';
import type { Elements, Tensor } from './tensor.ts';
import { elementCount } from './types.ts';

/** The elements as words: one each, or two for those of 64 bits. */
function wordsOf({ data }: Tensor): { readonly words: Words; readonly each: number } {
  const { buffer, byteOffset, byteLength, length } = data;
  switch (data.BYTES_PER_ELEMENT) {
    case 1:
      return { words: new Uint8Array(buffer, byteOffset, length), each: 1 };
    case 2:
      return { words: new Uint16Array(buffer, byteOffset, length), each: 1 };
    default:
      return {
        words: new Uint32Array(buffer, byteOffset, byteLength / 4),
        each: data.BYTES_PER_ELEMENT / 4,
      };
  }
}

/** Copies elements between two tensors of one dtype along axes; starts and steps count elements. */
export function copyElements(
  source: Tensor,
  start: number,
  target: Tensor,
  targetStart: number,
  axes: readonly CopyAxis[],
): void {
  const { words: from, each } = wordsOf(source);
  const { words: to } = wordsOf(target);
  const steps = axes.map((axis) => ({
    size: axis.size,
    from: axis.from * each,
    to: axis.to * each,
  }));
  copyWords(from, start * each, to, targetStart * each, [...steps, { size: each, from: 1, to: 1 }]);
}

/** A tensor of elements such as `like` has, all of which the caller writes. */
function allocateToFill({ dtype, data }: Tensor, shape: readonly number[]): Tensor {
  return data instanceof Uint16Array
    ? tensor(dtype, shape, takeHalves(elementCount(shape)))
    : allocate(dtype, shape);
}

/** The tensor of `shape` whose element at coordinates c is source[start + sum(c * steps)]. */
export function copyStrided(
  source: Tensor,
  shape: readonly number[],
  steps: readonly number[],
  start = 0,
): Tensor {
  const result = allocateToFill(source, shape);
  const strides = stridesOf(shape);
  const axes = shape.map((size, axis) => ({
    size,
    from: steps[axis] ?? 0,
    to: strides[axis] ?? 0,
  }));
  copyElements(source, start, result, 0, axes);
  return result;
}

/**
 * The tensor whose element at coordinates c is source[lists[0][c0], lists[1][c1], ...], or `fill` where one
 * of these is negative.
 */
export function takeByAxis(
  source: Tensor,
  lists: readonly (readonly number[])[],
  fill: number | bigint = 0,
): Tensor {
  const shape = lists.map((list) => list.length);
  const result = allocate(source.dtype, shape);
  const from = rawElements(source);
  const to = rawElements(result);
  const filled = rawElements(scalarTensor(source.dtype, fill))[0] ?? 0;
  const strides = stridesOf(source.shape);
  const columns = lists.at(-1) ?? [0];
  for (let index = 0, row = 0; index < to.length; row++) {
    const start = rowOffset(row, lists, strides);
    for (const column of columns) {
      to[index++] = start < 0 || column < 0 ? filled : (from[start + column] ?? 0);
    }
  }
  return result;
}

/** The offset of a row by the lists of all axes but the last; -1 where one of them is negative. */
function rowOffset(
  row: number,
  lists: readonly (readonly number[])[],
  strides: readonly number[],
): number {
  let rest = row;
  let offset = 0;
  for (let axis = lists.length - 2; axis >= 0; axis--) {
    const list = lists[axis] ?? [];
    const next = Math.floor(rest / list.length);
    const at = list[rest - next * list.length] ?? 0;
    if (at < 0) return -1;
    offset += at * (strides[axis] ?? 0);
    rest = next;
  }
  return offset;
}

/** Copies `length` neighbouring elements. */
export function copyBlock(
  to: Elements,
  toStart: number,
  from: Elements,
  fromStart: number,
  length: number,
): void {
  for (let index = 0; index < length; index++) {
    to[toStart + index] = from[fromStart + index] ?? 0;
  }
}
