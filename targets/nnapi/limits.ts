/** What NNAPI refuses of a whole model: one without inputs, weights that no pool can hold. */

import type { Diagnostic } from '../../ir/diagnostics.ts';
import { elementCount } from '../../ir/types.ts';
import { OPERANDS } from './codes.ts';
import { noInputs, weightTooLarge } from './diagnostics.ts';
import { MOST_POOL_BYTES, isWeight } from './pools.ts';
import type { NnModel } from './syntax.ts';

export function limitFaults({ inputs, operations }: NnModel): readonly Diagnostic[] {
  const found: Diagnostic[] = inputs.length === 0 ? [noInputs()] : [];
  for (const operation of operations) {
    for (const { type } of operation.inputs.filter(isWeight)) {
      const bytes = elementCount(type.shape) * OPERANDS[type.code].bytes;
      if (bytes <= MOST_POOL_BYTES) continue;
      found.push(weightTooLarge(bytes, MOST_POOL_BYTES, operation.code, operation.origin));
    }
  }
  return found;
}
