/** Goes through calibration data run by run, and says where the data that does not fit is from. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import { asDeclared } from '../validate.ts';
import { runsOf } from './calibration.ts';
import type {
  Calibration,
  CalibrationInputs,
  CalibrationRun,
  CalibrationRuns,
} from './calibration.ts';
import { noRuns } from './diagnostics.ts';

/**
 * Calls `use` for each run; what it resolves to are the outputs that the next run may depend on. Resolves to whether
 * there were any: none, and inputs that do not fit the graph, are reported as errors.
 */
export async function eachRun(
  graph: Graph,
  calibration: Calibration,
  { report }: Pick<PassContext, 'report'>,
  use: (run: CalibrationRun) => Promise<CalibrationInputs | undefined>,
): Promise<boolean> {
  const runs = runsOf(graph, calibration);
  let outputs: CalibrationInputs | undefined;
  try {
    for (let index = 0; ; index++) {
      const next = await runs.next(outputs);
      if (next.done === true) {
        if (index === 0) report(noRuns());
        return index > 0;
      }
      outputs = await use({ index, inputs: asDeclared(graph, next.value) });
    }
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    (await placed(runs, error)).diagnostics.forEach(report);
    return false;
  } finally {
    await runs.return?.();
  }
}

/** Whoever gave the inputs may catch the error and throw one that says where they are from. */
async function placed(runs: CalibrationRuns, error: DiagnosticError): Promise<DiagnosticError> {
  try {
    await runs.throw?.(error);
  } catch (thrown) {
    if (thrown instanceof DiagnosticError) return thrown;
    throw thrown;
  }
  return error;
}
