/** Short forms of the core ops for decompositions; a plain number becomes a scalar of the other side's dtype. */

import type { CoreBuilder } from './builder.ts';
import type { Dim } from './dim.ts';
import type { Value } from './graph.ts';
import { shapeEquals } from './types.ts';
import type { DType } from './types.ts';

type Term = Value | number;
type BinaryOp = (operands: { readonly a: Value; readonly b: Value }) => Value;
type UnaryOp = (operands: { readonly input: Value }) => Value;
type ReduceOp = (
  operands: { readonly input: Value },
  attributes: { readonly axes: readonly number[]; readonly keep_dims?: boolean },
) => Value;

export type Arithmetic = ReturnType<typeof arithmetic>;

export function arithmetic(b: CoreBuilder) {
  const scalars = new Map<string, Value>();
  const term = (value: Term, like: Term): Value => {
    if (typeof value !== 'number') return value;
    if (typeof like === 'number') throw new Error('one of two terms must be a value');
    const { dtype } = like.type;
    const known = scalars.get(`${dtype} ${value}`) ?? b.scalar(dtype, value);
    scalars.set(`${dtype} ${value}`, known);
    return known;
  };
  const binary = (op: BinaryOp) => (x: Term, y: Term) => op({ a: term(x, y), b: term(y, x) });
  const unary = (op: UnaryOp) => (input: Value) => op({ input });
  const reduce =
    (op: ReduceOp) =>
    (input: Value, axes: readonly number[], keepDims = true) =>
      op({ input }, { axes, keep_dims: keepDims });
  return {
    builder: b,
    add: binary(b.add),
    sub: binary(b.sub),
    mul: binary(b.mul),
    div: binary(b.div),
    pow: binary(b.pow),
    max: binary(b.max),
    min: binary(b.min),
    equal: binary(b.equal),
    less: binary(b.less),
    lessOrEqual: binary(b.less_or_equal),
    and: binary(b.logical_and),
    where: (condition: Value, x: Term, y: Term) =>
      b.where({ condition, a: term(x, y), b: term(y, x) }),
    neg: unary(b.neg),
    abs: unary(b.abs),
    sign: unary(b.sign),
    exp: unary(b.exp),
    log: unary(b.log),
    sqrt: unary(b.sqrt),
    sin: unary(b.sin),
    cos: unary(b.cos),
    tanh: unary(b.tanh),
    erf: unary(b.erf),
    round: unary(b.round),
    sigmoid: unary(b.sigmoid),
    reduceSum: reduce(b.reduce_sum),
    reduceMean: reduce(b.reduce_mean),
    reduceMax: reduce(b.reduce_max),
    // These give the same value where they would change nothing.
    reshape: (input: Value, shape: readonly Dim[]) =>
      shapeEquals(input.type.shape, shape) ? input : b.reshape({ input }, { shape }),
    broadcast: (input: Value, shape: readonly Dim[]) =>
      shapeEquals(input.type.shape, shape) ? input : b.broadcast({ input }, { shape }),
    transpose: (input: Value, perm: readonly number[]) =>
      perm.every((axis, index) => axis === index) ? input : b.transpose({ input }, { perm }),
    cast: (input: Value, dtype: DType) =>
      input.type.dtype === dtype ? input : b.cast({ input }, { to: dtype }),
  };
}

/** Where sums are formed: 16-bit floats in f32, the others in their own precision. */
export function workingDType(dtype: DType): DType {
  return dtype === 'f16' || dtype === 'bf16' ? 'f32' : dtype;
}

/** Casts the input to its working precision, and the result of `work` back. */
export function inWorkingPrecision(
  m: Arithmetic,
  input: Value,
  work: (input: Value) => Value,
): Value {
  const { dtype } = input.type;
  return m.cast(work(m.cast(input, workingDType(dtype))), dtype);
}

/** The largest finite number of a float dtype. */
export function largestFinite(dtype: DType): number {
  if (dtype === 'f64') return Number.MAX_VALUE;
  if (dtype === 'f16') return 65504;
  if (dtype === 'bf16') return 2 ** 127 * (2 - 2 ** -7);
  return 2 ** 127 * (2 - 2 ** -23);
}

/** `start` to `end` of one axis, all of the others. */
export function sliceAxis(
  m: Arithmetic,
  input: Value,
  axis: number,
  start: number,
  end: number,
  step = 1,
): Value {
  const { shape } = input.type;
  const at = (whole: (dim: Dim) => number, part: number) =>
    shape.map((dim, index) => (index === axis ? part : whole(dim)));
  return m.builder.slice(
    { input },
    {
      starts: at(() => 0, start),
      ends: at((dim) => (typeof dim === 'number' ? dim : Number.MAX_SAFE_INTEGER), end),
      steps: at(() => 1, step),
    },
  );
}

/** 0, 1, 2, ... of rank 1; computed where the length is not known. */
export function iota(m: Arithmetic, length: Dim, dtype: DType): Value {
  const { builder } = m;
  if (typeof length === 'number') {
    return builder.vector(
      dtype,
      Array.from({ length }, (_, index) => index),
    );
  }
  const ones = m.broadcast(builder.scalar(dtype, 1), [length]);
  return builder.cumsum({ input: ones }, { axis: 0, exclusive: true });
}
