/** The inputs of calibration data alone, without running the model where its outputs lead on to nothing. */

import { DiagnosticError } from '../../ir/diagnostics.ts';
import { checkInputs } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import { needsNoOutputs } from './calibration.ts';
import type { Calibration, CalibrationInputs } from './calibration.ts';
import { eachRun } from './each-run.ts';
import { observe } from './observe.ts';

/** Of each run, in order; undefined where the data does not fit, which is reported. */
export async function collectInputs(
  graph: Graph,
  calibration: Calibration,
  context: PassContext,
): Promise<readonly CalibrationInputs[] | undefined> {
  const given: CalibrationInputs[] = [];
  const fits = needsNoOutputs(graph, calibration)
    ? await eachRun(graph, calibration, context, async ({ inputs }) => {
        const faults = checkInputs(graph, inputs);
        if (faults.length > 0) throw new DiagnosticError(...faults);
        context.signal?.throwIfAborted();
        given.push(inputs);
        return undefined;
      })
    : await observe(graph, calibration, context, (_, __, { index, inputs }) => {
        given[index] = inputs;
      });
  return fits ? given : undefined;
}
