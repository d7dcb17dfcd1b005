/** What is thrown where the declaration of an op fails or answers nonsense: by name, so that its author is told. */

import type { OpDefinition } from './define.ts';
import type { Tensor } from './tensor.ts';
import { kindOf, reasonOf } from './thrown.ts';
import { elementCount, isDType, isStaticType, printType, typeEquals } from './types.ts';
import type { StaticTensorType, TensorType } from './types.ts';

/** What of a declaration failed. */
export type OpPart =
  'infer' | 'evaluate' | 'cost' | 'fold' | 'decompose' | `lowering for ${string}`;

/** Not caught by what computes graphs. */
export class OpFault extends Error {
  readonly op: OpDefinition;
  readonly part: OpPart;

  constructor(op: OpDefinition, part: OpPart, cause: unknown) {
    super(`${op.name}: ${part}: ${reasonOf(cause)}`, { cause });
    this.name = 'OpFault';
    this.op = op;
    this.part = part;
  }
}

/** Throws an OpFault for what is no list of types. */
export function checkInferred(
  op: OpDefinition,
  types: readonly TensorType[],
): readonly TensorType[] {
  const wrong = types.find((type) => !isType(type));
  const count = op.results?.length ?? 1;
  if (wrong !== undefined || types.some((type) => !isType(type))) {
    throw new OpFault(op, 'infer', `it gave ${kindOf(wrong)}, which is no tensor type`);
  }
  if (types.length !== count) {
    throw new OpFault(op, 'infer', `it gave ${types.length} types for ${count} results`);
  }
  return types;
}

function isType(type: TensorType | undefined): boolean {
  const given: unknown = type?.shape;
  return (
    type !== undefined &&
    isDType(type.dtype) &&
    Array.isArray(given) &&
    given.every(
      (dim) => (Number.isSafeInteger(dim) && dim >= 0) || (typeof dim === 'object' && dim !== null),
    )
  );
}

/** Throws an OpFault for results that are not of the types that the op itself inferred. */
export function checkComputed(
  op: OpDefinition,
  results: readonly Tensor[],
  types: readonly StaticTensorType[],
): readonly Tensor[] {
  types.forEach((type, index) => {
    const result: Tensor | undefined = results[index];
    const given: unknown = result?.data;
    if (
      result === undefined ||
      !isType(result) ||
      !isStaticType(result) ||
      !ArrayBuffer.isView(given)
    ) {
      throw new OpFault(op, 'evaluate', `result ${index} is ${kindOf(result)}, not a tensor`);
    }
    const full = result.data.length === elementCount(type.shape);
    if (!typeEquals(result, type) || !full) {
      const found = `${printType(result)} with ${result.data.length} elements`;
      throw new OpFault(op, 'evaluate', `result ${index} is ${found}, not ${printType(type)}`);
    }
  });
  return results;
}
