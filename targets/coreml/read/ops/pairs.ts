/** Operations on pairs of elements, with broadcasting. */

import { ELEMENTS } from '../elements.ts';
import type { ElementType } from '../elements.ts';
import { allocate, elementCount, offsetsOf, stridesOf } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { tensorOf } from './op.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { agreeAll, broadcast, printShape } from './shapes.ts';

const NUMBERS = 'T=fp16/fp32/int32';

type Pair = (x: number, y: number) => number;

function binary(letters: string, apply: Pair, integers: Pair = apply): OpDefinition {
  return {
    signatures: { 5: `x:T, y:T | ${letters}` },
    infer: (op) => {
      const [x, y] = [op.type('x'), op.type('y')];
      return [tensorOf(x.dtype, broadcast(op, [x.shape, y.shape], 'x and y'))];
    },
    evaluate: (op, [output]) => {
      const { dtype, shape } = output ?? op.tensor('x');
      const chosen = ELEMENTS[dtype].kind === 'float' ? apply : integers;
      return [paired(op.tensor('x'), op.tensor('y'), dtype, shape, chosen)];
    },
  };
}

function comparison(apply: (x: number, y: number) => boolean, letters = NUMBERS): OpDefinition {
  return {
    signatures: { 5: `x:T, y:T | ${letters}` },
    infer: (op) => [
      tensorOf('bool', broadcast(op, [op.type('x').shape, op.type('y').shape], 'x and y')),
    ],
    evaluate: (op, [output]) => {
      const shape = output?.shape ?? [];
      const pick: Pair = (x, y) => Number(apply(x, y));
      return [paired(op.tensor('x'), op.tensor('y'), 'bool', shape, pick)];
    },
  };
}

function paired(
  x: MilTensor,
  y: MilTensor,
  dtype: ElementType,
  shape: readonly number[],
  apply: Pair,
): NumberArray {
  const count = elementCount(shape);
  const result = allocate(dtype, count);
  const [left, right] = [x.data, y.data];
  if (left.length === count && right.length === count) {
    for (let index = 0; index < count; index++) {
      result[index] = apply(left[index] ?? 0, right[index] ?? 0);
    }
    return result;
  }
  const [from, and] = [repeatedOffsets(x.shape, shape), repeatedOffsets(y.shape, shape)];
  for (let index = 0; index < count; index++) {
    result[index] = apply(left[from[index] ?? 0] ?? 0, right[and[index] ?? 0] ?? 0);
  }
  return result;
}

/** Where each element of a broadcast result comes from. */
export function repeatedOffsets(
  shape: readonly number[],
  result: readonly number[],
): Int32Array | Float64Array {
  const strides = stridesOf(shape);
  const missing = result.length - shape.length;
  const repeated = result.map((_, axis) => {
    const place = axis - missing;
    return place < 0 || shape[place] === 1 ? 0 : (strides[place] ?? 0);
  });
  return offsetsOf(result, repeated);
}

const select: OpDefinition = {
  signatures: { 5: 'cond:bool, a:T, b:T | T=fp16/fp32/bool/int32' },
  infer: (op) => {
    const [cond, a, b] = [op.type('cond'), op.type('a'), op.type('b')];
    const shape = broadcast(op, [a.shape, b.shape], 'a and b');
    const whole = broadcast(op, [cond.shape, shape], 'cond and the values');
    if (!agreeAll(whole, shape)) {
      const shapes = `cond has shape ${printShape(cond.shape)}, and a and b give ${printShape(shape)}`;
      op.fail(shapes, 'broadcast a or b to the shape of cond: the result has theirs');
    }
    return [tensorOf(a.dtype, shape)];
  },
  evaluate: (op, [output]) => {
    const { dtype, shape } = output ?? op.tensor('a');
    const [cond, a, b] = [op.tensor('cond'), op.tensor('a'), op.tensor('b')];
    const [which, first, second] = [cond, a, b].map((item) => repeatedOffsets(item.shape, shape));
    const result = allocate(dtype, elementCount(shape));
    for (let index = 0; index < result.length; index++) {
      const chosen = (cond.data[which?.[index] ?? 0] ?? 0) !== 0;
      result[index] = chosen
        ? (a.data[first?.[index] ?? 0] ?? 0)
        : (b.data[second?.[index] ?? 0] ?? 0);
    }
    return [result];
  },
};

/** The sign of the divisor, as in Python. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

const BOOLS = 'T=bool';

export const pairs: OpTable = {
  add: binary(NUMBERS, (x, y) => x + y),
  sub: binary(NUMBERS, (x, y) => x - y),
  mul: binary(NUMBERS, (x, y) => x * y, Math.imul),
  real_div: binary(
    NUMBERS,
    (x, y) => x / y,
    (x, y) => Math.trunc(x / y),
  ),
  floor_div: binary(NUMBERS, (x, y) => Math.floor(x / y)),
  pow: binary(NUMBERS, (x, y) => x ** y),
  maximum: binary(NUMBERS, Math.max),
  minimum: binary(NUMBERS, Math.min),
  mod: binary(NUMBERS, modulo),
  equal: comparison((x, y) => x === y),
  not_equal: comparison((x, y) => x !== y),
  greater: comparison((x, y) => x > y),
  greater_equal: comparison((x, y) => x >= y),
  less: comparison((x, y) => x < y),
  less_equal: comparison((x, y) => x <= y),
  logical_and: comparison((x, y) => x !== 0 && y !== 0, BOOLS),
  logical_or: comparison((x, y) => x !== 0 || y !== 0, BOOLS),
  logical_xor: comparison((x, y) => (x !== 0) !== (y !== 0), BOOLS),
  select,
};
