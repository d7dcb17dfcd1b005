/** Reductions over axes, and the place of the largest or smallest element along one. */

import { allocate, elementCount } from '../tensor.ts';
import type { ElementType } from '../elements.ts';
import type { Dim } from '../spec.ts';
import { groupsOf, lanesOf } from './lanes.ts';
import { axesOf, axisOf, flagOf, listOf, numberOf, tensorOf, wordOf } from './op.ts';
import type { OpDefinition, OpTable, Operands } from './op.ts';

const NUMBERS = 'T=fp16/fp32/int32';

/** `step` takes in one element; `end` makes the result of what was taken in and of the count. */
interface Fold {
  readonly start: number;
  readonly step: (sum: number, x: number) => number;
  readonly end?: (sum: number, count: number) => number;
}

function reduceAxes(op: Operands): number[] {
  const rank = op.type('x').shape.length;
  const axes = listOf(op, 'axes') ?? Array.from({ length: rank }, (_, axis) => axis);
  return axesOf(op, 'axes', axes, rank);
}

function reducedShape(op: Operands, axes: readonly number[]): Dim[] {
  const { shape } = op.type('x');
  const empty = axes.find((axis) => shape[axis] === 0);
  if (empty !== undefined) op.fail(`axis ${empty} of x has no elements to reduce`);
  if (flagOf(op, 'keep_dims', false)) {
    return shape.map((dim, axis) => (axes.includes(axis) ? 1 : dim));
  }
  return shape.filter((_, axis) => !axes.includes(axis));
}

function reduction({ start, step, end = (sum) => sum }: Fold): OpDefinition {
  return {
    signatures: { 5: `x:T, axes:int32!?, keep_dims:bool!= | ${NUMBERS}` },
    infer: (op) => [tensorOf(op.type('x').dtype, reducedShape(op, reduceAxes(op)))],
    evaluate: (op, [output]) => {
      const { dtype, shape, data } = op.tensor('x');
      const { starts, offsets } = groupsOf(shape, reduceAxes(op));
      const result = allocate(output?.dtype ?? dtype, starts.length);
      for (const [index, first] of starts.entries()) {
        let sum = start;
        for (const offset of offsets) sum = step(sum, data[first + offset] ?? 0);
        result[index] = end(sum, offsets.length);
      }
      return [result];
    },
  };
}

/** The largest exponent is taken out, so that no power overflows. */
const reduce_log_sum_exp: OpDefinition = {
  ...reduction({ start: 0, step: (sum) => sum }),
  evaluate: (op) => {
    const { dtype, shape, data } = op.tensor('x');
    const { starts, offsets } = groupsOf(shape, reduceAxes(op));
    const result = allocate(dtype, starts.length);
    for (const [index, first] of starts.entries()) {
      let largest = -Infinity;
      for (const offset of offsets) largest = Math.max(largest, data[first + offset] ?? 0);
      let sum = 0;
      for (const offset of offsets) sum += Math.exp((data[first + offset] ?? 0) - largest);
      result[index] = largest + Math.log(sum);
    }
    return [result];
  },
};

function extremum(better: (x: number, best: number) => boolean): OpDefinition {
  const own = (op: Operands): number =>
    axisOf(op, 'axis', numberOf(op, 'axis', -1), op.type('x').shape.length);
  return {
    signatures: {
      5: `x:T, axis:int32!=, keep_dims:bool!= | ${NUMBERS}`,
      7: `x:T, axis:int32!=, keep_dims:bool!=, output_dtype:string!= | ${NUMBERS}`,
    },
    infer: (op) => {
      const dtype: ElementType = wordOf(op, 'output_dtype', ['int32', 'uint16'], 'int32');
      return [tensorOf(dtype, reducedShape(op, [own(op)]))];
    },
    evaluate: (op, [output]) => {
      const { shape, data } = op.tensor('x');
      const { starts, length, stride } = lanesOf(shape, own(op));
      const result = allocate(output?.dtype ?? 'int32', elementCount(output?.shape ?? []));
      for (const [index, start] of starts.entries()) {
        let best = 0;
        for (let place = 1; place < length; place++) {
          const [x, known] = [data[start + place * stride], data[start + best * stride]];
          if (better(x ?? 0, known ?? 0)) best = place;
        }
        result[index] = best;
      }
      return [result];
    },
  };
}

export const reductions: OpTable = {
  reduce_mean: reduction({
    start: 0,
    step: (sum, x) => sum + x,
    end: (sum, count) => sum / count,
  }),
  reduce_sum: reduction({ start: 0, step: (sum, x) => sum + x }),
  reduce_max: reduction({ start: -Infinity, step: Math.max }),
  reduce_min: reduction({ start: Infinity, step: Math.min }),
  reduce_prod: reduction({ start: 1, step: (product, x) => product * x }),
  reduce_sum_square: reduction({ start: 0, step: (sum, x) => sum + x * x }),
  reduce_l1_norm: reduction({ start: 0, step: (sum, x) => sum + Math.abs(x) }),
  reduce_l2_norm: reduction({ start: 0, step: (sum, x) => sum + x * x, end: Math.sqrt }),
  reduce_log_sum: reduction({ start: 0, step: (sum, x) => sum + x, end: Math.log }),
  reduce_log_sum_exp,
  reduce_argmax: extremum((x, best) => x > best),
  reduce_argmin: extremum((x, best) => x < best),
};
