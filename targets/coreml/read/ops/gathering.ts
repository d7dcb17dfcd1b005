/** Elements taken by indices along an axis. */

import type { Dim } from '../spec.ts';
import { allocate, elementCount } from '../tensor.ts';
import { axisOf, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';
import { agree, agreeAll, printShape } from './shapes.ts';

export const T_OLD = 'T=fp16/fp32/int32';
export const T_NEW = 'T=fp16/fp32/int32/int16/uint16/int8/uint8';
export const I_NEW = 'I=int32/int16/uint16/int8/uint8';

/** From CoreML7 on a negative index is out of bounds, before it counts from the back. */
export function indexOf(op: Operands, index: number, size: number): number {
  const place = index < 0 && op.opset < 7 ? index + size : index;
  if (place >= 0 && place < size) return place;
  return op.fail(`index ${index} is outside of the axis of size ${size}`);
}

/** Constant indices are looked at before the program runs. */
function checkIndices(op: Operands, size: Dim): void {
  if (size === undefined) return;
  for (const index of op.numbers('indices') ?? []) indexOf(op, index, size);
}

interface GatherAxes {
  readonly axis: number;
  readonly batch: number;
}

function gatherAxes(op: Operands): GatherAxes {
  const [x, indices] = [op.type('x').shape, op.type('indices').shape];
  const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), x.length);
  const batch = numberOf(op, 'batch_dims', 0);
  if (batch < 0 || batch > axis || batch > indices.length) {
    op.fail(`batch_dims ${batch} is no number of axes that both operands begin with`);
  }
  if (!agreeAll(x.slice(0, batch), indices.slice(0, batch))) {
    op.fail('x and indices differ in their batch dims');
  }
  return { axis, batch };
}

const gather: OpDefinition = {
  signatures: {
    5: `x:T, indices:int32, axis:int32!= | ${T_OLD}`,
    6: `x:T, indices:I, axis:int32!=, batch_dims:int32!= | ${T_OLD}; I=int32/uint16/int16`,
    7: `x:T, indices:I, axis:int32!=, batch_dims:int32!=, validate_indices:bool!= | ${T_NEW}; ${I_NEW}`,
  },
  infer: (op) => {
    const { dtype, shape } = op.type('x');
    const { axis, batch } = gatherAxes(op);
    checkIndices(op, shape[axis]);
    const indices = op.type('indices').shape;
    const dims = [...shape.slice(0, axis), ...indices.slice(batch), ...shape.slice(axis + 1)];
    return [tensorOf(dtype, dims)];
  },
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const indices = op.tensor('indices');
    const { axis, batch } = gatherAxes(op);
    const batches = elementCount(shape.slice(0, batch));
    const middle = elementCount(shape.slice(batch, axis));
    const size = shape[axis] ?? 1;
    const inner = elementCount(shape.slice(axis + 1));
    const each = elementCount(indices.shape.slice(batch));
    const result = allocate(dtype, batches * middle * each * inner);
    let at = 0;
    for (let row = 0; row < batches * middle; row++) {
      const from = Math.floor(row / middle) * each;
      for (let n = 0; n < each; n++) {
        const place = indexOf(op, indices.data[from + n] ?? 0, size);
        const start = (row * size + place) * inner;
        result.set(data.subarray(start, start + inner), at);
        at += inner;
      }
    }
    return [result];
  },
};

const gather_along_axis: OpDefinition = {
  signatures: {
    5: `x:T, indices:int32, axis:int32!= | ${T_OLD}`,
    6: `x:T, indices:I, axis:int32!= | ${T_OLD}; I=int32/uint16/int16`,
    7: `x:T, indices:I, axis:int32!=, validate_indices:bool!= | ${T_NEW}; ${I_NEW}`,
  },
  infer: (op) => {
    const [{ dtype, shape }, { shape: wanted }] = [op.type('x'), op.type('indices')];
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), shape.length);
    const fits = shape.every((dim, at) => at === axis || agree(dim, wanted[at]));
    if (wanted.length !== shape.length || !fits) {
      op.fail(`indices of shape ${printShape(wanted)} do not go with x of ${printShape(shape)}`);
    }
    checkIndices(op, shape[axis]);
    return [tensorOf(dtype, wanted)];
  },
  evaluate: (op) => {
    const [x, indices] = [op.tensor('x'), op.tensor('indices')];
    const axis = axisOf(op, 'axis', numberOf(op, 'axis', 0), x.shape.length);
    const inner = elementCount(x.shape.slice(axis + 1));
    const [size, count] = [x.shape[axis] ?? 1, indices.shape[axis] ?? 1];
    const result = allocate(x.dtype, indices.data.length);
    for (let at = 0; at < result.length; at++) {
      const row = Math.floor(at / (count * inner));
      const place = indexOf(op, indices.data[at] ?? 0, size);
      result[at] = x.data[(row * size + place) * inner + (at % inner)] ?? 0;
    }
    return [result];
  },
};

export const gathering: OpTable = { gather, gather_along_axis };
