/** `npm run conformance`: ONNX's own node tests through import and reference evaluator, as a table by operator. */

import { importTable } from '../../../compiler/import/onnx/convert.ts';
import { HOW_TO_GET_IT, findTestData, listTests } from './data.ts';
import { runTest } from './run-test.ts';
import type { Outcome } from './run-test.ts';
import { printSummary, summarize } from './table.ts';

/** Of the tests of supported operators, at least this share must pass; none at all may be wrong. */
const LEAST_RATE = 0.9;

async function main(options: readonly string[]): Promise<number> {
  const folder = findTestData();
  if (folder === undefined) {
    process.stderr.write(`ONNX's node tests are not here: ${HOW_TO_GET_IT}\n`);
    return 2;
  }
  const filter = options.find((option) => !option.startsWith('--')) ?? '';
  const outcomes: Outcome[] = [];
  for (const name of listTests(folder)) {
    if (name.includes(filter)) outcomes.push(await runTest(folder, name));
  }
  const summary = summarize(outcomes, new Set(importTable.operators()));
  const details = outcomes.filter((outcome) => outcome.result === 'wrong');
  if (options.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ ...summary, tests: outcomes }, undefined, 1)}\n`);
  } else process.stdout.write(`${printSummary(summary)}\n`);
  for (const { test, reason } of details) process.stderr.write(`wrong: ${test}: ${reason}\n`);
  if (options.includes('--refused')) {
    for (const { test, result, code, reason } of outcomes) {
      if (result === 'refused') process.stderr.write(`refused: ${test}: ${code} ${reason}\n`);
    }
  }
  return summary.wrong > 0 || summary.claimedRate < LEAST_RATE ? 1 : 0;
}

process.exitCode = await main(process.argv.slice(2));
