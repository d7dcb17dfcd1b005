/** What an attention is asked for: sizes, and where its operands and its result lie. */

import { attributesOf } from '../../../attributes.ts';
import { coordinates, offset } from '../../collapse.ts';
import type { LowerRequest, Operand, Placement } from '../../lowering.ts';
import type { Buffer, Storage } from '../../program.ts';

/** A stack of matrices in memory, in elements. */
export interface Matrix {
  readonly buffer: Buffer;
  readonly offset: number;
  readonly rows: number;
  readonly columns: number;
  /** The step along each of the batch axes; 0 where the matrix is repeated. */
  readonly batch: readonly number[];
}

export interface Problem {
  readonly batch: readonly number[];
  readonly queries: number;
  readonly keys: number;
  /** Of queries and keys. */
  readonly features: number;
  /** Features of values. */
  readonly width: number;
  readonly scale: number;
  readonly causal: boolean;
  readonly query: Matrix;
  readonly key: Matrix;
  readonly value: Matrix;
  /** [queries, keys] */
  readonly mask: Matrix | undefined;
  readonly out: Matrix & { readonly buffer: Storage };
}

export function problemOf(request: LowerRequest): Problem {
  const [query, key, value] = [request.required(0), request.required(1), request.required(2)];
  const mask = request.operand(3);
  const [result] = request.results;
  if (result === undefined) throw new Error('attention has one result');
  const { shape } = query.type;
  const batch = shape.slice(0, -2);
  const attributes = attributesOf(request.node);
  return {
    batch,
    queries: shape.at(-2) ?? 1,
    keys: key.type.shape.at(-2) ?? 1,
    features: shape.at(-1) ?? 1,
    width: value.type.shape.at(-1) ?? 1,
    scale: attributes.float('scale'),
    causal: attributes.bool('causal'),
    query: matrixOf(query, batch.length),
    key: matrixOf(key, batch.length),
    value: matrixOf(value, batch.length),
    mask: mask && matrixOf(mask, batch.length),
    out: { ...placed(request.placement, batch.length), buffer: result },
  };
}

export function itemsOf({ batch }: Problem): number {
  return batch.reduce((product, size) => product * size, 1);
}

/** An operand with the batch axes that it lacks, and no step along those that it repeats. */
function matrixOf({ buffer, type, offset: start, strides }: Operand, batch: number): Matrix {
  const { shape } = type;
  const steps = strides.map((stride, axis) => (shape[axis] === 1 ? 0 : stride));
  const lacking = Array.from({ length: Math.max(0, batch + 2 - shape.length) }, () => 0);
  return { ...placed({ offset: start, strides: [...lacking, ...steps] }, batch), buffer };
}

function placed({ offset: start, strides }: Placement, batch: number) {
  return {
    offset: start,
    rows: strides[batch] ?? 0,
    columns: strides[batch + 1] ?? 0,
    batch: strides.slice(0, batch),
  };
}

/** WGSL of the element where the matrix of batch item `item` starts. */
export function startOf(matrix: Matrix, batch: readonly number[], item: string): string {
  const steps = offset(coordinates(item, batch), matrix.batch);
  return matrix.offset === 0 ? steps : `${matrix.offset}u + ${steps}`;
}

/** Four consecutive elements of a row of `size` lie together and aligned. */
export function isAligned({ offset: start, rows, columns, batch }: Matrix, size: number): boolean {
  const whole = [size, start, rows, ...batch].every((step) => step % 4 === 0);
  return whole && columns === 1;
}
