/** What the gathers and scatters by element or coordinate share: shape rules, offsets, combining of updates. */

import { fail } from './define.ts';
import type { Dim } from './dim.ts';
import { normalizeIndex } from './indices.ts';
import { offsetsBySteps, printShape } from './shapes.ts';
import { getElement, setElement, stridesOf } from './tensor.ts';
import type { Tensor } from './tensor.ts';
import { elementCount } from './types.ts';

export const REDUCTIONS = ['none', 'add', 'mul', 'max', 'min'] as const;
export type ScatterReduction = (typeof REDUCTIONS)[number];

/** Index tensors of the element ops have the input's rank and are nowhere larger but along the axis. */
export function checkIndexShape(
  input: readonly Dim[],
  indices: readonly Dim[],
  along: number,
): void {
  const fits = indices.every((dim, axis) => {
    const size = input[axis];
    return axis === along || typeof dim !== 'number' || typeof size !== 'number' || dim <= size;
  });
  if (input.length !== indices.length || !fits) {
    fail(
      `indices ${printShape(indices)} do not fit ${printShape(input)} along axis ${along}`,
      'they need the same rank, and no larger dims on the other axes',
    );
  }
}

/** The offset in a tensor of `shape` of an element of `indices` whose coordinate along the axis is `pick`. */
export function elementOffset(
  shape: readonly number[],
  indices: readonly number[],
  along: number,
): (index: number, pick: number) => number {
  const strides = stridesOf(shape);
  const step = strides[along] ?? 1;
  const others = offsetsBySteps(
    indices,
    strides.map((stride, axis) => (axis === along ? 0 : stride)),
    0,
  );
  return (index, pick) => others(index) + pick * step;
}

/** The offsets in a tensor of `shape` of the slices at the coordinates in the last axis of `indices`. */
export function coordinateOffsets(
  op: string,
  shape: readonly number[],
  indices: Tensor,
  batchDims = 0,
): number[] {
  const depth = indices.shape.at(-1) ?? 1;
  const strides = stridesOf(shape);
  const batch = elementCount(shape.slice(0, batchDims));
  const batchSize = elementCount(shape.slice(batchDims));
  const count = elementCount(indices.shape.slice(0, -1));
  return Array.from({ length: count }, (_, item) => {
    let offset = Math.floor((item * batch) / count) * batchSize;
    for (let part = 0; part < depth; part++) {
      const size = shape[batchDims + part] ?? 1;
      const index = normalizeIndex(op, getElement(indices, item * depth + part), size);
      offset += index * (strides[batchDims + part] ?? 1);
    }
    return offset;
  });
}

/** Writes one update over an element, or combines both; rounded at once, as updates come one by one. */
export function applyUpdate(
  target: Tensor,
  offset: number,
  update: number | bigint,
  reduction: ScatterReduction,
): void {
  const old = getElement(target, offset);
  setElement(target, offset, combine(old, update, reduction));
}

function combine(
  old: number | bigint,
  update: number | bigint,
  reduction: ScatterReduction,
): number | bigint {
  switch (reduction) {
    case 'none':
      return update;
    case 'max':
      return old > update || Number.isNaN(old) ? old : update;
    case 'min':
      return old < update || Number.isNaN(old) ? old : update;
    case 'add':
      return typeof old === 'bigint' || typeof update === 'bigint'
        ? BigInt(old) + BigInt(update)
        : old + update;
    case 'mul':
      return typeof old === 'bigint' || typeof update === 'bigint'
        ? BigInt(old) * BigInt(update)
        : old * update;
  }
}
