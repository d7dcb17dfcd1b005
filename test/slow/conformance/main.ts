/**
 * `npm run conformance`: ONNX's own node tests through import and reference evaluator, as a table by operator.
 * `-- --json` prints everything as JSON, `-- --refused` says why each test was refused, a word filters tests.
 */

import { Unavailable } from '../../setup/debian.mjs';
import { isGood, runConformance } from './conformance.ts';
import { testDataFolder } from './data.ts';
import { printSummary } from './table.ts';

async function main(options: readonly string[]): Promise<number> {
  const filter = options.find((option) => !option.startsWith('--'));
  const { summary, outcomes } = await runConformance(testDataFolder(), filter);
  if (options.includes('--json')) {
    process.stdout.write(`${JSON.stringify({ ...summary, tests: outcomes }, undefined, 1)}\n`);
  } else process.stdout.write(`${printSummary(summary)}\n`);
  for (const { test, result, code, reason } of outcomes) {
    if (result === 'wrong') process.stderr.write(`wrong: ${test}: ${reason}\n`);
    if (result === 'refused' && options.includes('--refused')) {
      process.stderr.write(`refused: ${test}: ${code} ${reason}\n`);
    }
  }
  return isGood(summary) ? 0 : 1;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  process.stderr.write(`ONNX's node tests are not here: ${error.message}\n`);
  process.exitCode = 2;
}
