/** Calibration data: inputs that a model is run on to see what its values are. */

import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';

/** The model's inputs by name, for one run. */
export type CalibrationInputs = ReadonlyMap<string, Tensor>;

/** Inputs one by one; `next` is told the outputs of the run before, as in `const outputs = yield inputs`. */
export type CalibrationRuns =
  | Iterator<CalibrationInputs, unknown, CalibrationInputs | undefined>
  | AsyncIterator<CalibrationInputs, unknown, CalibrationInputs | undefined>;

/**
 * A list of inputs, what can be iterated again and again, or a function that begins anew, as an async generator:
 * data is not held all at once then.
 */
export type Calibration =
  | Iterable<CalibrationInputs, unknown, CalibrationInputs | undefined>
  | AsyncIterable<CalibrationInputs, unknown, CalibrationInputs | undefined>
  | (((graph: Graph) => CalibrationRuns) & {
      /** How many runs there are, where it is known before, for progress. */
      readonly count?: number;
      /** Whether its runs do without the outputs of the run before. Data that is iterated is taken to need them, but for arrays. */
      readonly needsNoOutputs?: (graph: Graph) => boolean;
    });

/** Where a run stands among the others. */
export interface CalibrationRun {
  readonly index: number;
  readonly inputs: CalibrationInputs;
}

export function runsOf(graph: Graph, calibration: Calibration): CalibrationRuns {
  if (typeof calibration === 'function') return calibration(graph);
  return Symbol.asyncIterator in calibration
    ? calibration[Symbol.asyncIterator]()
    : calibration[Symbol.iterator]();
}

/** How many runs there are; undefined where only running tells. */
export function countOf(calibration: Calibration): number | undefined {
  if (typeof calibration === 'function') return calibration.count;
  return Array.isArray(calibration) ? calibration.length : undefined;
}

/** Whether all inputs can be had without running the model. */
export function needsNoOutputs(graph: Graph, calibration: Calibration): boolean {
  if (typeof calibration === 'function') return calibration.needsNoOutputs?.(graph) === true;
  return Array.isArray(calibration);
}
