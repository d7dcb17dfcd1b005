/** Runs a model on calibration data and shows all that it computes. */

import { materialize } from '../../ir/constant.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { PassContext } from '../pass.ts';
import { asDeclared } from '../validate.ts';
import { countOf, runsOf } from './calibration.ts';
import type {
  Calibration,
  CalibrationInputs,
  CalibrationRun,
  CalibrationRuns,
} from './calibration.ts';
import { noRuns } from './diagnostics.ts';

/** Milliseconds between looks at signals. */
const TURN = 50;

/** Is shown a value with its tensor, which must not be changed. */
export type See = (value: Value, tensor: Tensor, run: CalibrationRun) => void;

/**
 * Shows the graph's inputs and what each node computes, run by run. Resolves to whether there were any:
 * none, and inputs that do not fit the graph, are reported as errors.
 */
export async function observe(
  graph: Graph,
  calibration: Calibration,
  { report, signal, progress }: PassContext,
  see: See,
): Promise<boolean> {
  const runs = runsOf(graph, calibration);
  const expected = countOf(calibration);
  const total = expected === undefined ? undefined : expected * graph.size;
  let outputs: CalibrationInputs | undefined;
  let count = 0;
  let done = 0;
  let last = performance.now();
  try {
    for (;;) {
      const next = await runs.next(outputs);
      if (next.done === true) {
        if (count === 0) report(noRuns());
        return count > 0;
      }
      const inputs = asDeclared(graph, next.value);
      const run = { index: count++, inputs };
      if (total === undefined) progress?.('runs', count);
      for (const input of graph.inputs) {
        const tensor = inputs.get(input.name ?? '');
        if (tensor !== undefined) see(input, tensor, run);
      }
      outputs = await evaluateGraph(graph, inputs, {
        onNode: (node, results) => {
          done++;
          node.results.forEach((value, index) => {
            const tensor = results[index];
            if (tensor !== undefined) see(value, tensor, run);
          });
        },
        materialize: async (constant) => {
          if (performance.now() - last > TURN) {
            if (total !== undefined) progress?.('evaluating nodes', done, total);
            await new Promise((resolve) => setTimeout(resolve));
            last = performance.now();
          }
          return materialize(constant);
        },
        ...(signal === undefined ? {} : { signal }),
      });
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
