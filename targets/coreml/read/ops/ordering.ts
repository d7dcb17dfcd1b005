/** Operations that look at the order or place of elements: sorting, running sums, bands, what is not zero. */

import { allocate } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { lanesOf } from './lanes.ts';
import { axisOf, flagOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { needRank, replaced } from './shapes.ts';

const NUMBERS = 'T=fp16/fp32/int32';
const OLD = 'T=fp16/fp32/int32/bool';

/** A negative number of diagonals keeps them all. */
const band_part: OpDefinition = {
  signatures: { 5: `x:T, lower:int32!=, upper:int32!= | ${OLD}` },
  infer: (op) => {
    needRank(op, 'x', 2);
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const [lower, upper] = [numberOf(op, 'lower', -1), numberOf(op, 'upper', -1)];
    const [rows = 1, columns = 1] = shape.slice(-2);
    const result = allocate(dtype, data.length);
    for (let index = 0; index < data.length; index++) {
      const [row, column] = [Math.floor(index / columns) % rows, index % columns];
      const kept = (lower < 0 || row - column <= lower) && (upper < 0 || column - row <= upper);
      if (kept) result[index] = data[index] ?? 0;
    }
    return [result];
  },
};

const cumsum: OpDefinition = {
  signatures: { 5: `x:T, axis:int32!=, exclusive:bool!=, reverse:bool!= | ${NUMBERS}` },
  infer: (op) => {
    axisOf(op, 'axis', numberOf(op, 'axis', 0), op.type('x').shape.length);
    return [op.type('x')];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    const [exclusive, reverse] = [flagOf(op, 'exclusive', false), flagOf(op, 'reverse', false)];
    const { starts, length, stride } = lanesOf(shape, axis);
    const result = allocate(dtype, data.length);
    for (const start of starts) {
      let sum = 0;
      for (let n = 0; n < length; n++) {
        const at = start + (reverse ? length - 1 - n : n) * stride;
        const next = sum + (data[at] ?? 0);
        result[at] = exclusive ? sum : next;
        sum = next;
      }
    }
    return [result];
  },
};

/** Places along an axis by their elements; equal ones keep their order. */
function sortedPlaces(
  { shape, data }: MilTensor,
  axis: number,
  ascending: boolean,
  visit: (lane: number, rank: number, place: number, element: number) => void,
): void {
  const { starts, length, stride } = lanesOf(shape, axis);
  const direction = ascending ? 1 : -1;
  for (const [lane, start] of starts.entries()) {
    const element = (place: number): number => data[start + place * stride] ?? 0;
    const places = Array.from({ length }, (_, place) => place);
    places.sort((a, b) => direction * (element(a) - element(b)));
    for (const [rank, place] of places.entries()) visit(lane, rank, place, element(place));
  }
}

function topAxis(op: Operands): number {
  return axisOf(op, 'axis', numberOf(op, 'axis', -1), op.type('x').shape.length);
}

const INDEX_TYPES = ['int32', 'uint16'] as const;

const topk: OpDefinition = {
  signatures: {
    5: `x:T, k:int32!=, axis:int32!=, ascending:bool!= | ${NUMBERS}`,
    6: `x:T, k:int32!=, axis:int32!=, ascending:bool!=, sort:bool!=, return_indices:bool!= | ${NUMBERS}`,
    7: 'x:T, k:K!=, axis:int32!=, ascending:bool!=, sort:bool!=, return_indices:bool!=, output_indices_dtype:string!? | T=fp16/fp32/int8/int16/int32/uint8/uint16; K=int8/int16/int32',
  },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    const axis = topAxis(op);
    const [k, size] = [numberOf(op, 'k', 1), shape[axis]];
    if (k < 1 || (size !== undefined && k > size)) op.fail(`k is ${k}, the axis has size ${size}`);
    const indices = wordOf(op, 'output_indices_dtype', INDEX_TYPES, 'int32');
    const result = replaced(shape, { [axis]: k });
    if (flagOf(op, 'return_indices', true)) {
      return [tensorOf(dtype, result), tensorOf(indices, result)];
    }
    if (op.has('output_indices_dtype')) {
      op.fail('output_indices_dtype is given and return_indices is not set', 'leave it out');
    }
    return [tensorOf(dtype, result)];
  },
  evaluate: (op, [values, places]) => {
    const x = op.tensor('x');
    const axis = topAxis(op);
    const k = numberOf(op, 'k', 1);
    const { starts, stride } = lanesOf(
      replaced(x.shape, { [axis]: k }).map((dim) => dim ?? 1),
      axis,
    );
    const count = starts.length * k;
    const found = allocate(values?.dtype ?? x.dtype, count);
    const indices = allocate(places?.dtype ?? 'int32', count);
    sortedPlaces(x, axis, flagOf(op, 'ascending', false), (lane, rank, place, element) => {
      if (rank >= k) return;
      const at = (starts[lane] ?? 0) + rank * stride;
      found[at] = element;
      indices[at] = place;
    });
    return places === undefined ? [found] : [found, indices];
  },
};

const argsort: OpDefinition = {
  signatures: { 5: `x:T, axis:int32!=, ascending:bool!= | ${NUMBERS}` },
  infer: (op) => {
    topAxis(op);
    return [tensorOf('int32', op.type('x').shape)];
  },
  evaluate: (op) => {
    const x = op.tensor('x');
    const axis = topAxis(op);
    const { starts, stride } = lanesOf(x.shape, axis);
    const result = new Int32Array(x.data.length);
    sortedPlaces(x, axis, flagOf(op, 'ascending', false), (lane, rank, place) => {
      result[(starts[lane] ?? 0) + rank * stride] = place;
    });
    return [result];
  },
};

const non_zero: OpDefinition = {
  signatures: { 5: `x:T | ${OLD}` },
  infer: (op) => {
    const rank = op.type('x').shape.length;
    const count = op.numbers('x')?.filter((x) => x !== 0).length;
    return [tensorOf('int32', [count, rank])];
  },
  evaluate: (op) => {
    const { shape, data } = op.tensor('x');
    return [placesOf(shape, data)];
  },
};

function placesOf(shape: readonly number[], data: NumberArray): Int32Array {
  const places: number[] = [];
  for (let index = 0; index < data.length; index++) {
    if (data[index] === 0) continue;
    let rest = index;
    const place = shape.toReversed().map((dim) => {
      const at = rest % dim;
      rest = Math.floor(rest / dim);
      return at;
    });
    places.push(...place.reverse());
  }
  return Int32Array.from(places);
}

export const ordering: OpTable = {
  band_part,
  cumsum,
  topk,
  argsort,
  non_zero,
};
