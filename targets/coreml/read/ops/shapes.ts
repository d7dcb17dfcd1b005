/** Rules of shapes that many operations share; a dim that is not known agrees with every other. */

import type { Dim, TensorType } from '../spec.ts';
import { listOf } from './op.ts';
import type { Operands } from './op.ts';

export type Shape = readonly Dim[];

/** Sizes are computed in 32 bits. */
export const LARGEST_SIZE = 2 ** 31 - 1;

export function sameAs(input: string): (op: Operands) => TensorType[] {
  return (op) => [op.type(input)];
}

export function printShape(shape: Shape): string {
  return `[${shape.map((dim) => dim ?? '?').join(', ')}]`;
}

/** Undefined where a dim is not known. */
export function productOf(shape: Shape): Dim {
  let product = 1;
  for (const dim of shape) {
    if (dim === undefined) return undefined;
    product *= dim;
  }
  return product;
}

export function agree(a: Dim, b: Dim): boolean {
  return a === undefined || b === undefined || a === b;
}

export function agreeAll(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dim, axis) => agree(dim, b[axis]));
}

/** Aligned at the end; a dim of one is repeated. */
export function broadcast(op: Operands, shapes: readonly Shape[], words: string): Dim[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => {
    let result: Dim = 1;
    for (const shape of shapes) {
      const place = axis - rank + shape.length;
      if (place < 0) continue;
      const dim = shape[place];
      if (result === 1) result = dim;
      else if (dim !== 1 && dim !== undefined) {
        if (!agree(result, dim)) {
          op.fail(`shapes ${shapes.map(printShape).join(' and ')} of ${words} do not broadcast`);
        }
        result = dim;
      }
    }
    return result;
  });
}

/** `dims` with those at some axes replaced. */
export function replaced(shape: Shape, changes: Readonly<Record<number, Dim>>): Dim[] {
  return shape.map((dim, axis) => (axis in changes ? changes[axis] : dim));
}

/** Refuses an operand whose rank is not between two bounds. */
export function needRank(op: Operands, input: string, least: number, most = 5): void {
  const { length } = op.type(input).shape;
  if (length < least || length > most) {
    const range = least === most ? String(least) : `${least} to ${most}`;
    op.fail(`${input} has rank ${length}, not ${range}`, 'reshape it first');
  }
}

/** Refuses an operand that is not of a shape. */
export function needShape(op: Operands, input: string, shape: Shape): void {
  if (!op.has(input)) return;
  const { shape: own } = op.type(input);
  if (!agreeAll(own, shape)) {
    op.fail(`${input} has shape ${printShape(own)}, not ${printShape(shape)}`);
  }
}

/** A parameter with one number for each of `length`; its default where it is absent. */
export function vectorOf(
  op: Operands,
  input: string,
  length: number,
  otherwise: number,
): readonly number[] {
  const numbers = listOf(op, input) ?? Array.from({ length }, () => otherwise);
  if (numbers.length !== length) {
    op.fail(`${input} has ${numbers.length} numbers, not ${length}`);
  }
  return numbers;
}
