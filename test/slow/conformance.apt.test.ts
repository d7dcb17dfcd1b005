/** ONNX's own node tests, taken from Debian's package: none may come out wrong, nine in ten must pass. */

import { expect, test } from 'vitest';
import { isGood, runConformance } from './conformance/conformance.ts';
import { testDataFolder } from './conformance/data.ts';
import { printSummary } from './conformance/table.ts';

test('the supported operators conform', async () => {
  const { summary, outcomes } = await runConformance(testDataFolder());
  process.stdout.write(`${printSummary(summary)}\n`);
  const wrong = outcomes.filter((outcome) => outcome.result === 'wrong');
  expect(wrong).toEqual([]);
  expect(isGood(summary)).toBe(true);
});
