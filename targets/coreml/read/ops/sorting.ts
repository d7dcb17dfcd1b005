/** Elements by their size along an axis: topk, argsort. */

import { allocate } from '../tensor.ts';
import type { MilTensor } from '../tensor.ts';
import { lanesOf } from './lanes.ts';
import { axisOf, flagOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { replaced } from './shapes.ts';

const NUMBERS = 'T=fp16/fp32/int32';

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

export const sorting: OpTable = { topk, argsort };
