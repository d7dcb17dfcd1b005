/** Runs ONNX's node tests and judges the outcome. */

import { importTable } from '../../../compiler/import/onnx/convert.ts';
import { listTests } from './data.ts';
import { runTest } from './run-test.ts';
import type { Outcome } from './run-test.ts';
import { summarize } from './table.ts';
import type { Summary } from './table.ts';

/** Of the tests of supported operators, at least this share must pass; none at all may be wrong. */
const LEAST_RATE = 0.9;

export interface Conformance {
  readonly summary: Summary;
  readonly outcomes: readonly Outcome[];
}

/** All tests of the folder whose name contains `filter`. */
export async function runConformance(folder: string, filter = ''): Promise<Conformance> {
  const outcomes: Outcome[] = [];
  for (const name of listTests(folder)) {
    if (name.includes(filter)) outcomes.push(await runTest(folder, name));
  }
  return { summary: summarize(outcomes, new Set(importTable.operators())), outcomes };
}

export function isGood({ wrong, claimedRate }: Summary): boolean {
  return wrong === 0 && claimedRate >= LEAST_RATE;
}
