/** Prints "N passed, N failed" over the JSON reports of a folder: `count.mjs FOLDER FAILED_STAGES`. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const [folder, failedStages] = process.argv.slice(2);
let passed = 0;
let failed = 0;
for (const name of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  // A file that fails before its first test (a syntax error, a hook) counts as one failure.
  failed += report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  ).length;
}
// A stage that is no test run, or was cut off before its report, failed all the same.
process.stdout.write(`${passed} passed, ${Math.max(failed, Number(failedStages))} failed\n`);
