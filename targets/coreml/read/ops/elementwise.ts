/** Operations on each element by itself, or on pairs of elements with broadcasting. */

import { allocate, elementCount, offsetsOf, stridesOf } from '../tensor.ts';
import type { MilTensor, NumberArray } from '../tensor.ts';
import { ELEMENTS, isElementType } from '../elements.ts';
import type { ElementType } from '../elements.ts';
import { numberOf, tensorOf } from './op.ts';
import type { OpDefinition, OpTable } from './op.ts';
import { broadcast, sameAs } from './shapes.ts';

const FLOATS = 'T=fp16/fp32';
const NUMBERS = 'T=fp16/fp32/int32';

function unary(letters: string, apply: (x: number) => number): OpDefinition {
  return {
    signatures: { 5: `x:T | ${letters}` },
    infer: sameAs('x'),
    evaluate: (op) => [mapped(op.tensor('x'), apply)],
  };
}

function mapped({ dtype, data }: MilTensor, apply: (x: number) => number): NumberArray {
  const result = allocate(dtype, data.length);
  for (let index = 0; index < data.length; index++) result[index] = apply(data[index] ?? 0);
  return result;
}

/** Unary functions with an epsilon that is added before: log, inverse, rsqrt. */
function guarded(otherwise: number, apply: (x: number) => number): OpDefinition {
  return {
    signatures: {
      5: `x:T, epsilon:T!= | ${FLOATS}`,
      7: `x:T, epsilon:U!= | ${FLOATS}; U=fp16/fp32`,
    },
    infer: sameAs('x'),
    evaluate: (op) => {
      const epsilon = numberOf(op, 'epsilon', otherwise);
      return [mapped(op.tensor('x'), (x) => apply(x + epsilon))];
    },
  };
}

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

const CASTS_5 = ['bool', 'fp16', 'fp32', 'int32'];
const CASTS_7 = [...CASTS_5, 'int8', 'uint8', 'int16', 'uint16'];
const EVERYTHING = 'T=fp16/fp32/int8/uint8/int16/uint16/int32/bool';

const cast: OpDefinition = {
  signatures: {
    5: 'x:T, dtype:string! | T=fp16/fp32/int32/bool',
    7: `x:T, dtype:string! | ${EVERYTHING}`,
  },
  infer: (op) => {
    const known = op.opset >= 7 ? CASTS_7 : CASTS_5;
    const name = op.text('dtype') ?? '';
    if (!known.includes(name) || !isElementType(name)) {
      op.fail(`dtype is ${JSON.stringify(name)}`, `use one of ${known.join(', ')}`);
    }
    return [tensorOf(isElementType(name) ? name : 'fp32', op.type('x').shape)];
  },
  evaluate: (op, [output]) => {
    const { data } = op.tensor('x');
    const dtype = output?.dtype ?? 'fp32';
    const result = allocate(dtype, data.length);
    if (dtype === 'bool') {
      for (let index = 0; index < data.length; index++) result[index] = data[index] === 0 ? 0 : 1;
    } else result.set(data);
    return [result];
  },
};

const select: OpDefinition = {
  signatures: { 5: 'cond:bool, a:T, b:T | T=fp16/fp32/bool/int32' },
  infer: (op) => {
    const [cond, a, b] = [op.type('cond'), op.type('a'), op.type('b')];
    return [tensorOf(a.dtype, broadcast(op, [cond.shape, a.shape, b.shape], 'cond, a and b'))];
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

const clip: OpDefinition = {
  signatures: { 5: `x:T, alpha:T!, beta:T! | ${FLOATS}` },
  infer: (op) => {
    const [low, high] = [numberOf(op, 'alpha', -Infinity), numberOf(op, 'beta', Infinity)];
    if (low > high || (op.opset >= 7 && low >= high)) {
      op.fail(`alpha ${low} is not below beta ${high}`, 'swap them');
    }
    return [op.type('x')];
  },
  evaluate: (op) => {
    const [low, high] = [numberOf(op, 'alpha', 0), numberOf(op, 'beta', 0)];
    return [mapped(op.tensor('x'), (x) => Math.min(Math.max(x, low), high))];
  },
};

/** To the nearest integer, ties to the even one. */
export function roundTiesToEven(x: number): number {
  const floor = Math.floor(x);
  const rest = x - floor;
  if (rest < 0.5) return floor;
  return rest > 0.5 || floor % 2 !== 0 ? floor + 1 : floor;
}

/** The sign of the divisor, as in Python. */
function modulo(x: number, y: number): number {
  const rest = x % y;
  return rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest;
}

const BOOLS = 'T=bool';

export const elementwise: OpTable = {
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
  logical_not: {
    signatures: { 5: 'x:bool' },
    infer: sameAs('x'),
    evaluate: (op) => [mapped(op.tensor('x'), (x) => (x === 0 ? 1 : 0))],
  },
  select,
  exp: unary(FLOATS, Math.exp),
  exp2: unary(NUMBERS, (x) => 2 ** x),
  sqrt: unary(FLOATS, Math.sqrt),
  rsqrt: guarded(1e-12, (x) => 1 / Math.sqrt(x)),
  square: unary(NUMBERS, (x) => x * x),
  abs: unary(NUMBERS, Math.abs),
  sign: unary(NUMBERS, Math.sign),
  sin: unary(FLOATS, Math.sin),
  cos: unary(FLOATS, Math.cos),
  tan: unary(FLOATS, Math.tan),
  log: guarded(1e-45, Math.log),
  inverse: guarded(1e-4, (x) => 1 / x),
  clip,
  round: unary(FLOATS, roundTiesToEven),
  floor: unary(FLOATS, Math.floor),
  ceil: unary(FLOATS, Math.ceil),
  cast,
};
