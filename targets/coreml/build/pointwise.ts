/** Pointwise nodes of any rank, with numpy's broadcasting; narrow integers wrap as they do in the IR. */

import { DTYPES, elementCount } from '../../../ir/types.ts';
import type { DType } from '../../../ir/types.ts';
import type { Arithmetic } from './arithmetic.ts';
import { lowering } from '../lowering.ts';
import type { LowerRequest, Lowering } from '../lowering.ts';
import { MAX_RANK } from '../terms.ts';
import type { Term } from '../terms.ts';
import { view } from './movement.ts';
import { broadcast } from './repetition.ts';

/** How a pointwise op computes its result from operands whose shapes broadcast. */
export type Expression = (
  math: Arithmetic,
  operands: readonly Term[],
  request: LowerRequest,
) => Term;

export function pointwise(expression: Expression, accepts?: Lowering['accepts']): Lowering {
  return lowering(
    (request) => expression(request.math, alignedOperands(request), request),
    accepts === undefined ? {} : { accepts },
  );
}

/** The same of one operand. */
export function unary(
  expression: (math: Arithmetic, x: Term, request: LowerRequest) => Term,
): Lowering {
  return lowering((request) => expression(request.math, request.required(0), request));
}

/** Of two operands. */
export function binary(
  expression: (math: Arithmetic, x: Term, y: Term, request: LowerRequest) => Term,
): Lowering {
  return pointwise((math, [x, y], request) => {
    if (x === undefined || y === undefined) throw new Error('a binary op has two operands');
    return expression(math, x, y, request);
  });
}

/** Brings a result in int32 into the range of the node's own narrow integers. */
export function wrapped(math: Arithmetic, x: Term, dtype: DType): Term {
  const { kind, bits } = DTYPES[dtype];
  if (bits >= 32 || (kind !== 'int' && kind !== 'uint')) return x;
  if (kind === 'uint') return math.modulo(x, 2 ** bits);
  const half = 2 ** (bits - 1);
  return math.sub(math.modulo(math.add(x, half), 2 ** bits), half);
}

/** Orders and quotients of unsigned 32-bit integers are not those of the int32 that carries them. */
export function refuseUnsigned(request: LowerRequest): void {
  if (request.type(0).dtype !== 'u32') return;
  request.refuse('Core ML has no unsigned 32-bit integers to compare or divide', 'use int32');
}

/** Operands of more than five axes with those axes merged that broadcast alike. */
function alignedOperands(request: LowerRequest): readonly Term[] {
  const { m, result, node } = request;
  const operands = request.operands();
  if (result.shape.length <= MAX_RANK) return operands;
  const shapes = node.operands.map((_, index) => request.type(index).shape);
  const merged = mergeAxes(result.shape, shapes);
  if ((merged[0]?.length ?? 0) <= MAX_RANK) {
    return operands.map((operand, index) => view(m, operand, merged[index] ?? []));
  }
  const whole = [elementCount(result.shape)];
  return operands.map((operand, index) =>
    view(m, broadcast(m, operand, shapes[index] ?? [], result.shape), whole),
  );
}

/** Each operand's shape once neighbouring axes are one wherever all operands vary or stand still together. */
function mergeAxes(
  result: readonly number[],
  shapes: readonly (readonly number[])[],
): readonly (readonly number[])[] {
  const merged: number[][] = shapes.map(() => []);
  let previous: string | undefined;
  result.forEach((size, axis) => {
    if (size === 1) return;
    const sizes = shapes.map((shape) => shape[axis - result.length + shape.length] ?? 1);
    const pattern = sizes.map((own) => own === 1).join();
    merged.forEach((list, index) => {
      const own = sizes[index] ?? 1;
      if (pattern === previous) list.push((list.pop() ?? 1) * own);
      else list.push(own);
    });
    previous = pattern;
  });
  return merged.map((list) => (list.length === 0 ? [1] : list));
}
