/** Tries a choice of forms on a model: as rules of compression, run on inputs. */

import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Calibration, CalibrationInputs } from '../calibrate/calibration.ts';
import { collectInputs } from '../calibrate/collect-inputs.ts';
import type { PassContext } from '../pass.ts';
import { runPipeline } from '../pipeline.ts';
import { compressionSteps } from '../quantize/compression.ts';
import type { Compression, CompressionExtras } from '../quantize/compression.ts';
import type { LayerWeight } from '../quantize/weights.ts';
import { seededInputs } from '../validate.ts';
import { withoutData } from './diagnostics.ts';
import type { BudgetForm } from './forms.ts';
import { qualityOf } from './quality.ts';
import type { Quality } from './quality.ts';

/** Weights of fewer elements stay in floats. */
export const SMALLEST = 1024;
/** Runs that layers are measured on. */
const RUNS = 2;

/** Undefined where the calibration data does not fit, which is reported. */
export async function inputsOf(
  graph: Graph,
  calibration: Calibration | undefined,
  context: PassContext,
): Promise<readonly CalibrationInputs[] | undefined> {
  if (calibration === undefined) {
    context.report(withoutData());
    return [seededInputs(graph)];
  }
  const given = await collectInputs(graph, calibration, context);
  if (given === undefined) return undefined;
  // From the beginning and the middle, as of a trajectory.
  const places = new Set(
    Array.from({ length: RUNS }, (_, index) => Math.floor((index * given.length) / RUNS)),
  );
  return given.filter((_, index) => places.has(index));
}

/** A rule for each form. Rules stay the same where calibration data is left away, and need it where it is there. */
export function rulesOf(
  weights: readonly LayerWeight[],
  forms: readonly BudgetForm[],
  compensate: boolean,
): Compression {
  const byForm = new Map<BudgetForm, string[]>();
  weights.forEach(({ names }, index) => {
    const form = forms[index] ?? 'float';
    // A pattern has no commas, and no stars of its own.
    const pattern = (names[0] ?? '').replace(/[*,]/g, '?');
    byForm.set(form, [...(byForm.get(form) ?? []), pattern]);
  });
  const rules = Array.from(byForm, ([form, match]) => {
    if (form === 'float') return { match, form };
    // Each layer is chosen by itself, the first and the last too.
    return { match, form, compensate, ...(form === 'int4' && { ends: 0 }) };
  });
  return { rules, min_elements: SMALLEST };
}

/** What the model loses with its weights stored by the rules; undefined after a fault, which is reported. */
export async function qualityWith(
  graph: Graph,
  compression: Compression,
  extras: CompressionExtras,
  data: {
    readonly inputs: readonly CalibrationInputs[];
    readonly expected: ReadonlyMap<string, Tensor>;
  },
  { report, signal, progress }: PassContext,
): Promise<Quality | undefined> {
  const copy = cloneGraph(graph);
  const done = await runPipeline(copy, compressionSteps(compression, extras));
  if (!done.ok) {
    done.diagnostics.forEach(report);
    return undefined;
  }
  let nodes = 0;
  const outputs = await evaluateGraph(copy, data.inputs[0] ?? new Map(), {
    onNode: () => progress?.('running the model in few bits', ++nodes, copy.size),
    ...(signal === undefined ? {} : { signal }),
  });
  return qualityOf(outputs, data.expected);
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 1e7 ? 3 : 1)} MB`;
}
