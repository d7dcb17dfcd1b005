/** The tables of all numbers of steps that a pipeline can be asked for. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { PipelineDeclaration } from './declaration.ts';
import { badStepCount, noNumbers } from './diagnostics.ts';
import type { PicturesDescription } from './pictures.ts';
import type { SchedulerChoice } from './read-scheduler.ts';
import { schedulers } from './schedulers/index.ts';
import { encodeSteps } from './step-table.ts';

const USUAL_STEPS = 8;
const MOST_COUNTS = 50;

export interface StepTables {
  readonly steps: PicturesDescription['steps'];
  readonly bytes: Uint8Array;
}

export function stepTables(
  { name, settings, file }: SchedulerChoice,
  declaration: PipelineDeclaration,
): Result<StepTables> {
  const scheduler = schedulers[name];
  const most = scheduler.most(settings);
  const counts =
    declaration.step_counts ??
    Array.from({ length: Math.min(MOST_COUNTS, most) }, (_, at) => at + 1);
  const usual =
    declaration.steps ?? counts.find((count) => count === USUAL_STEPS) ?? counts[0] ?? 1;
  const faults: Diagnostic[] = counts
    .filter((count) => count > most)
    .map((count) => badStepCount(count, name, most));
  if (!counts.includes(usual)) faults.push(badStepCount(usual, name, most));
  if (faults.length > 0) return failure(faults);
  const tables = counts.map((count) => scheduler.table(settings, count));
  const rows = tables.map(({ steps }) => encodeSteps(steps));
  const beyond = counts.find(
    (_, at) =>
      !Number.isFinite(Math.fround(tables[at]?.initialNoise ?? NaN)) ||
      rows[at]?.every(Number.isFinite) !== true,
  );
  if (beyond !== undefined) return failure([noNumbers(file, beyond)]);
  const bytes = new Uint8Array(rows.reduce((sum, { byteLength }) => sum + byteLength, 0));
  let at = 0;
  for (const { buffer, byteLength } of rows) {
    bytes.set(new Uint8Array(buffer), at);
    at += byteLength;
  }
  return success({
    bytes,
    steps: {
      usual,
      counts,
      initialNoise: tables.map(({ initialNoise }) => initialNoise),
      clip: Number.isFinite(settings.clip) ? settings.clip : null,
    },
  });
}
