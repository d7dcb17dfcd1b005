/** Runs a model on calibration data and shows all that it computes. */

import { materialize } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { PassContext } from '../pass.ts';
import { countOf } from './calibration.ts';
import type { Calibration, CalibrationRun } from './calibration.ts';
import { eachRun } from './each-run.ts';

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
  context: PassContext,
  see: See,
): Promise<boolean> {
  const { signal, progress } = context;
  const expected = countOf(calibration);
  const total = expected === undefined ? undefined : expected * graph.size;
  let done = 0;
  let last = performance.now();
  return eachRun(graph, calibration, context, async (run) => {
    if (total === undefined) progress?.('runs', run.index + 1);
    for (const input of graph.inputs) {
      const tensor = run.inputs.get(input.name ?? '');
      if (tensor !== undefined) see(input, tensor, run);
    }
    return evaluateGraph(graph, run.inputs, {
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
  });
}
