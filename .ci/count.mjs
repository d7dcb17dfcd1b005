/**
 * Prints what failed, and "N passed, N failed", over the JSON reports of a folder: `count.mjs FOLDER FAILED_STAGES`.
 * The failures stand at the end, where a log that is cut to its last lines still has them.
 */
import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const LINES_OF_A_MESSAGE = 12;

const [folder, failedStages] = process.argv.slice(2);
let passed = 0;
let failed = 0;

function show(file, title, message) {
  const lines = (message ?? '').split('\n').slice(0, LINES_OF_A_MESSAGE);
  process.stdout.write(
    `failed: ${relative('.', file)} > ${title}\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );
}

for (const name of readdirSync(folder)) {
  const report = JSON.parse(readFileSync(join(folder, name), 'utf8'));
  passed += report.numPassedTests;
  failed += report.numFailedTests;
  for (const { name: file, status, message, assertionResults } of report.testResults) {
    const tests = assertionResults.filter((test) => test.status === 'failed');
    for (const test of tests) show(file, test.fullName, test.failureMessages[0]);
    // A file that fails before its first test (a syntax error, a hook) counts as one failure.
    if (status === 'failed' && tests.length === 0) {
      failed += 1;
      show(file, 'before its first test', message);
    }
  }
}
// A stage that is no test run, or was cut off before its report, failed all the same.
process.stdout.write(`${passed} passed, ${Math.max(failed, Number(failedStages))} failed\n`);
