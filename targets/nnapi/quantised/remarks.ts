/** What is said of weights that NNAPI stores in more bits than they were compressed to. */

import type { Constant } from '../../../ir/constant.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { DTYPES } from '../../../ir/types.ts';
import { compressedForm } from '../../../compiler/compressed/form.ts';
import { sparseForm } from '../../../compiler/compressed/sparse.ts';
import { OPERANDS } from '../codes.ts';
import { storedInMoreBits } from '../diagnostics.ts';
import type { NnOperation } from '../syntax.ts';
import { isWeight } from '../pools.ts';

/** One remark for each kind of weights, however many there are. */
export function storageRemarks(operations: readonly NnOperation[]): readonly Diagnostic[] {
  const kinds = new Map<string, { readonly bits: number; readonly weights: Set<Constant> }>();
  for (const { constant, type } of operations.flatMap(({ inputs }) => inputs.filter(isWeight))) {
    const kind = wantedForm(constant);
    if (kind === undefined) continue;
    const bits = 8 * OPERANDS[type.code].bytes;
    const key = `${kind} ${bits}`;
    const known = kinds.get(key) ?? { bits, weights: new Set() };
    kinds.set(key, known);
    known.weights.add(constant);
  }
  return Array.from(kinds, ([key, { bits, weights }]) =>
    storedInMoreBits(weights.size, key.slice(0, key.lastIndexOf(' ')), bits),
  );
}

/** In words; undefined for what is stored as it is. */
function wantedForm(constant: Constant): string | undefined {
  const { dtype } = constant.type;
  if (DTYPES[dtype].bits < 8) return `integers of ${DTYPES[dtype].bits} bits`;
  if (DTYPES[dtype].kind !== 'float') return undefined;
  const form = compressedForm(constant);
  if (form?.kind === 'palette') return `palettes of ${form.bits} bits`;
  if (form !== undefined) return `integers of ${DTYPES[form.data.type.dtype].bits} bits`;
  return sparseForm(constant) === undefined ? undefined : 'sparse numbers';
}
