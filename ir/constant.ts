/** Constants are byte ranges of files, small values, or recipes: ops applied to other constants. */

import { DiagnosticError, defineDiagnostic } from './diagnostics.ts';
import type { AttributeMap, OpDefinition } from './define.ts';
import { namedOperands } from './operands.ts';
import { seededTensor } from './seeded.ts';
import { allocate, getElement, scalarTensor } from './tensor.ts';
import { adoptTensor } from './tensor-bytes.ts';
import type { Tensor } from './tensor.ts';
import { byteSize } from './types.ts';
import type { StaticTensorType } from './types.ts';

/** A file of weights that can be read by ranges; the host layer opens it. */
export interface ByteStore {
  /** Shown to people and printed in the IR; relative to the model. */
  readonly name: string;
  readonly size: number;
  /** Reads exactly `length` bytes; the returned array is the caller's. It may lie in `memory`, which is as long. */
  readonly read: (offset: number, length: number, memory?: Uint8Array) => Promise<Uint8Array>;
}

export type ConstantSource =
  | {
      readonly kind: 'bytes';
      readonly store: ByteStore;
      readonly offset: number;
      readonly length: number;
    }
  | { readonly kind: 'data'; readonly tensor: Tensor }
  /** Every element has this value, rounded to the dtype. */
  | { readonly kind: 'splat'; readonly value: number | bigint }
  /** Uniform in [-scale, scale), reproducible from the seed alone. */
  | { readonly kind: 'seeded'; readonly seed: number; readonly scale: number }
  | {
      readonly kind: 'recipe';
      readonly op: OpDefinition;
      readonly operands: readonly (Constant | undefined)[];
      readonly attributes: AttributeMap;
    };

export interface Constant {
  readonly type: StaticTensorType;
  readonly source: ConstantSource;
}

export const shortRead = defineDiagnostic(
  'SNAPC1901',
  'error',
  (file: string, offset: number, length: number, got: number) => ({
    message: `the weight file gave ${got} of ${length} bytes`,
    hint: 'the file changed or was cut while it was read: fetch it again and repeat the command',
    place: { file, offset },
  }),
);

export function dataConstant(tensor: Tensor): Constant {
  return { type: { dtype: tensor.dtype, shape: tensor.shape }, source: { kind: 'data', tensor } };
}

export function splatConstant(type: StaticTensorType, value: number | bigint): Constant {
  return { type, source: { kind: 'splat', value } };
}

/** Bytes that must be read or held to compute the constant: what a recipe costs before it shrinks or grows. */
export function sourceBytes(constant: Constant): number {
  const { source } = constant;
  switch (source.kind) {
    case 'bytes':
      return source.length;
    case 'data':
      return byteSize(constant.type);
    case 'splat':
    case 'seeded':
      return 0;
    case 'recipe':
      return source.operands.reduce(
        (sum, operand) => sum + (operand === undefined ? 0 : sourceBytes(operand)),
        0,
      );
  }
}

/** The value of a constant that is held in memory already; undefined for files, recipes and large fills. */
export function inlineValue(constant: Constant, limit = 1 << 16): Tensor | undefined {
  const { source, type } = constant;
  if (source.kind === 'data') return source.tensor;
  if (source.kind === 'splat' && byteSize(type) <= limit) return fill(type, source.value);
  return undefined;
}

/**
 * Computes a constant. Ranges are read, recipes evaluated operand by operand, so the peak is that of one
 * recipe. Rejects with a DiagnosticError if a file gives fewer bytes than asked.
 */
export async function materialize(constant: Constant): Promise<Tensor> {
  const { source, type } = constant;
  switch (source.kind) {
    case 'bytes':
      return adoptTensor(
        await readStore(source.store, source.offset, source.length),
        type.dtype,
        type.shape,
      );
    case 'data':
      return source.tensor;
    case 'splat':
      return fill(type, source.value);
    case 'seeded':
      return seededTensor(type.dtype, type.shape, source.seed, [-source.scale, source.scale]);
    case 'recipe': {
      const values: (Tensor | undefined)[] = [];
      for (const operand of source.operands) {
        values.push(operand === undefined ? undefined : await materialize(operand));
      }
      const [result] = source.op.evaluate(namedOperands(source.op, values), source.attributes, [
        type,
      ]);
      if (result === undefined) throw new Error(`recipe ${source.op.name} has no result`);
      return result;
    }
  }
}

/** Rejects with a DiagnosticError if the store gives fewer bytes than asked. */
export async function readStore(
  { name, read }: ByteStore,
  offset: number,
  length: number,
  memory?: Uint8Array,
): Promise<Uint8Array> {
  const bytes = await read(offset, length, memory);
  if (bytes.length === length) return bytes;
  throw new DiagnosticError(shortRead(name, offset, length, bytes.length));
}

function fill(type: StaticTensorType, value: number | bigint): Tensor {
  const result = allocate(type.dtype, type.shape);
  const { data } = result;
  const element = getElement(scalarTensor(type.dtype, value), 0);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) data.fill(BigInt(element));
  else data.fill(Number(element));
  return result;
}
