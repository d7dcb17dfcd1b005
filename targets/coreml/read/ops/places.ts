/** Elements taken and put by indices along several axes: gather_nd, scatter_nd. */

import type { Dim } from '../spec.ts';
import { allocate, elementCount } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import { I_NEW, T_NEW, T_OLD, indexOf } from './gathering.ts';
import { flagOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands, Values } from './op.ts';
import { agreeAll, printShape } from './shapes.ts';

/** How many axes of x, behind those of the batch, the last axis of indices names. */
function depthOf(op: Operands, input: string, batch: number): number {
  const rank = op.type(input).shape.length;
  const depth = op.type('indices').shape.at(-1);
  if (depth === undefined) return op.fail('the last axis of indices has no known size');
  if (depth < 1 || depth + batch > rank) {
    op.fail(`indices names ${depth} axes of ${input}, which has rank ${rank}`);
  }
  return depth;
}

/** Constant indices are looked at before the program runs. */
function checkPlaces(op: Operands, axes: readonly Dim[]): void {
  for (const [at, index] of (op.numbers('indices') ?? []).entries()) {
    const size = axes[at % axes.length];
    if (size !== undefined) indexOf(op, index, size);
  }
}

/** Readers compare each index with the size of its axis as if all axes were named. */
function checkedPlaces(input: string): (op: Operands) => void {
  return (op) => {
    if (!flagOf(op, 'validate_indices', false) || op.numbers('indices') === undefined) return;
    const [rank, depth] = [op.type(input).shape.length, op.type('indices').shape.at(-1)];
    if (depth !== rank) {
      op.fail(`validate_indices is set, and indices names ${depth} of ${rank} axes of ${input}`);
    }
  };
}

const gather_nd: OpDefinition = {
  signatures: {
    5: `x:T, indices:int32 | ${T_OLD}`,
    6: `x:T, indices:I, batch_dims:int32!= | ${T_OLD}; I=int32/uint16/int16`,
    7: `x:T, indices:I, batch_dims:int32!=, validate_indices:bool!= | ${T_NEW}; ${I_NEW}`,
  },
  infer: (op) => {
    const [{ dtype, shape }, { shape: indices }] = [op.type('x'), op.type('indices')];
    const batch = numberOf(op, 'batch_dims', 0);
    if (
      batch < 0 ||
      batch >= indices.length ||
      !agreeAll(shape.slice(0, batch), indices.slice(0, batch))
    ) {
      op.fail('x and indices differ in their batch dims');
    }
    const depth = depthOf(op, 'x', batch);
    checkPlaces(op, shape.slice(batch, batch + depth));
    return [tensorOf(dtype, [...indices.slice(0, -1), ...shape.slice(batch + depth)])];
  },
  documented: checkedPlaces('x'),
  evaluate: (op) => {
    const [x, indices] = [op.tensor('x'), op.tensor('indices')];
    const batch = numberOf(op, 'batch_dims', 0);
    const depth = depthOf(op, 'x', batch);
    const [outer, named] = [x.shape.slice(0, batch), x.shape.slice(batch, batch + depth)];
    const inner = elementCount(x.shape.slice(batch + depth));
    const rows = indices.data.length / depth;
    const perBatch = rows / Math.max(1, elementCount(outer));
    const result = allocate(x.dtype, rows * inner);
    for (let row = 0; row < rows; row++) {
      const place = placeOf(op, indices.data, row * depth, named, Math.floor(row / perBatch));
      result.set(x.data.subarray(place * inner, (place + 1) * inner), row * inner);
    }
    return [result];
  },
};

/** The index of an element among axes, from its indices along each. */
function placeOf(
  op: Operands,
  indices: NumberArray,
  at: number,
  axes: readonly number[],
  start: number,
): number {
  return axes.reduce(
    (place, size, axis) => place * size + indexOf(op, indices[at + axis] ?? 0, size),
    start,
  );
}

const MODES = ['add', 'div', 'max', 'min', 'mul', 'sub', 'update'] as const;
const SCATTER: Readonly<Record<(typeof MODES)[number], (old: number, update: number) => number>> = {
  add: (old, update) => old + update,
  div: (old, update) => old / update,
  max: Math.max,
  min: Math.min,
  mul: (old, update) => old * update,
  sub: (old, update) => old - update,
  update: (_, update) => update,
};

const scatter_nd: OpDefinition = {
  signatures: {
    5: `data:T, indices:int32, updates:T, mode:string!= | ${T_OLD}`,
    7: `data:T, indices:int32, updates:T, mode:string!=, validate_indices:bool!= | ${T_OLD}`,
  },
  infer: (op) => {
    wordOf(op, 'mode', MODES, 'add');
    const [data, indices, updates] = ['data', 'indices', 'updates'].map((name) => op.type(name));
    const depth = depthOf(op, 'data', 0);
    checkPlaces(op, data?.shape.slice(0, depth) ?? []);
    const wanted = [...(indices?.shape.slice(0, -1) ?? []), ...(data?.shape.slice(depth) ?? [])];
    if (!agreeAll(wanted, updates?.shape ?? [])) {
      op.fail(`updates has shape ${printShape(updates?.shape ?? [])}, not ${printShape(wanted)}`);
    }
    return [op.type('data')];
  },
  documented: checkedPlaces('data'),
  evaluate: (op: Values) => {
    const [data, indices, updates] = ['data', 'indices', 'updates'].map(
      (name) => op.tensor(name).data,
    );
    const { shape } = op.tensor('data');
    const combine = SCATTER[wordOf(op, 'mode', MODES, 'add')];
    const depth = depthOf(op, 'data', 0);
    const [named, inner] = [shape.slice(0, depth), elementCount(shape.slice(depth))];
    const result = data?.slice() ?? new Float32Array();
    const source = indices ?? new Int32Array();
    for (let row = 0; row < source.length / depth; row++) {
      const place = placeOf(op, source, row * depth, named, 0) * inner;
      for (let n = 0; n < inner; n++) {
        result[place + n] = combine(result[place + n] ?? 0, updates?.[row * inner + n] ?? 0);
      }
    }
    return [result];
  },
};

export const places: OpTable = { gather_nd, scatter_nd };
