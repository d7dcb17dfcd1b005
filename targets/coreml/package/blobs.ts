/** Decides where each literal of a program stands in weight.bin: in the order of use, equal ones once. */

import { ConstantKeys } from '../../constant-keys.ts';
import { BLOB_ALIGNMENT } from '../schema/numbers.ts';
import type { Literal, MilProgram } from '../syntax.ts';
import { immediateBytes, isInFile, storedBytes } from './literal.ts';
import { literalsOf } from './literals-of.ts';

export interface Blob {
  readonly literal: Literal;
  /** Of the metadata, which the data follows. */
  readonly offset: number;
  readonly bytes: number;
}

export interface BlobPlan {
  /** By ascending offset. */
  readonly blobs: readonly Blob[];
  /** Of the whole file. */
  readonly fileBytes: number;
  /** Undefined for what stands in the program. */
  readonly blobOf: (literal: Literal) => Blob | undefined;
}

export function planBlobs(program: MilProgram): BlobPlan {
  const keys = new ConstantKeys();
  const byKey = new Map<string, Blob>();
  const byLiteral = new Map<Literal, Blob>();
  let end = BLOB_ALIGNMENT;
  for (const literal of literalsOf(program)) {
    if (byLiteral.has(literal) || !isInFile(literal, program.opset)) continue;
    const key = keyOf(literal, keys);
    let blob = byKey.get(key);
    if (blob === undefined) {
      const bytes = storedBytes(literal);
      blob = { literal, offset: aligned(end), bytes };
      end = dataOffset(blob) + bytes;
      byKey.set(key, blob);
    }
    byLiteral.set(literal, blob);
  }
  return {
    blobs: [...byKey.values()],
    fileBytes: end,
    blobOf: (literal) => byLiteral.get(literal),
  };
}

export function dataOffset({ offset }: Blob): number {
  return offset + BLOB_ALIGNMENT;
}

function aligned(offset: number): number {
  return Math.ceil(offset / BLOB_ALIGNMENT) * BLOB_ALIGNMENT;
}

/** Equal for literals with equal bytes; their shapes do not matter. */
function keyOf(literal: Literal, keys: ConstantKeys): string {
  const { dtype } = literal.type;
  if (literal.kind === 'immediate') {
    return `${dtype} immediate ${immediateBytes(dtype, literal.values).join()}`;
  }
  return `${dtype} ${literal.packed ?? ''} ${storedBytes(literal)} ${keys.of(literal.constant)}`;
}
