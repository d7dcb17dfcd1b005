/** How far emitted models are from onnxruntime at a feature level. */

import { largestError } from '../support/difference.ts';
import type { ImportedCase } from './imported-cases.ts';
import { emittedModel } from './lower.ts';
import type { LoweredFor } from './lower.ts';
import { runMany } from './many-models.ts';

export interface CaseError {
  readonly name: string;
  readonly half: boolean;
  /** Infinite where the model was not run. */
  readonly error: number;
  readonly fault: string | undefined;
}

export async function errorsOf(
  cases: readonly ImportedCase[],
  how: LoweredFor,
  folder: string,
): Promise<readonly CaseError[]> {
  const models = [];
  for (const { graph, inputs } of cases) models.push(await emittedModel(graph, inputs, how));
  const found = await runMany(models, how.level, folder);
  return cases.map(({ name, half, oracle }, index): CaseError => {
    const outputs = found[index] ?? 'not run';
    return typeof outputs === 'string'
      ? { name, half, error: Infinity, fault: outputs }
      : { name, half, error: largestError(outputs, oracle), fault: undefined };
  });
}
