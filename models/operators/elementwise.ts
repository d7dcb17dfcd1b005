/** Elementwise operators with ONNX's broadcasting. */

import { attribute } from '../onnx/index.ts';
import type { DType } from '../onnx/index.ts';
import type { Dim, GraphWriter, Value } from '../onnx/graph-writer.ts';

export const add = binary('Add');
export const subtract = binary('Sub');
export const multiply = binary('Mul');
export const divide = binary('Div');
export const power = binary('Pow');

export const sigmoid = unary('Sigmoid');
export const erf = unary('Erf');
export const squareRoot = unary('Sqrt');
export const sine = unary('Sin');
export const cosine = unary('Cos');

export function cast(g: GraphWriter, x: Value, dtype: 'f32' | 'f16' | 'i32' | 'i64'): Value {
  const to = { f32: 1, f16: 10, i32: 6, i64: 7 }[dtype];
  return g.node('Cast', [x], { to: attribute.int(to) }, { dtype, shape: x.shape });
}

export function scalar(g: GraphWriter, dtype: DType, value: number): Value {
  return g.constant(dtype, [], [value]);
}

function binary(op: string): (g: GraphWriter, a: Value, b: Value) => Value {
  return (g, a, b) => {
    if (a.dtype !== b.dtype) throw new TypeError(`${op} of ${a.dtype} and ${b.dtype}: ${a.name}`);
    return g.node(op, [a, b], {}, { dtype: a.dtype, shape: broadcast(a, b) });
  };
}

function unary(op: string): (g: GraphWriter, x: Value) => Value {
  return (g, x) => g.node(op, [x], {}, { dtype: x.dtype, shape: x.shape });
}

function broadcast(a: Value, b: Value): readonly Dim[] {
  const rank = Math.max(a.shape.length, b.shape.length);
  return Array.from({ length: rank }, (_, index) => {
    const left = a.shape[a.shape.length - rank + index] ?? 1;
    const right = b.shape[b.shape.length - rank + index] ?? 1;
    if (left === 1) return right;
    if (right === 1 || left === right || typeof right === 'string') return left;
    if (typeof left === 'string') return right;
    throw new RangeError(`[${a.shape.join()}] and [${b.shape.join()}] do not broadcast: ${a.name}`);
  });
}
