/** Operations that look at the places of elements: running sums, bands, what is not zero. */

import { allocate } from '../tensor.ts';
import type { NumberArray } from '../tensor.ts';
import { lanesOf } from './lanes.ts';
import { axisOf, flagOf, needScalars, numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { needRank } from './shapes.ts';

const NUMBERS = 'T=fp16/fp32/int32';
const OLD = 'T=fp16/fp32/int32/bool';

/** A negative number of diagonals keeps them all. */
const band_part: OpDefinition = {
  signatures: { 5: `x:T, lower:int32!=, upper:int32!= | ${OLD}` },
  infer: (op) => {
    needRank(op, 'x', 2);
    needScalars(op, 'lower', 'upper');
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
    const axis = numberOf(op, 'axis', 0);
    if (axis < -1) op.fail(`axis is ${axis}`, 'it is -1, or counts from the front');
    axisOf(op, 'axis', axis, op.type('x').shape.length);
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
  non_zero,
};
