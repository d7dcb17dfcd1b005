/** Picks bits per layer within a budget, and says by rules of compression which. */

import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import { eliminateDeadCode } from '../passes/eliminate-dead-code.ts';
import { foldConstants } from '../passes/fold-constants.ts';
import { runPipeline } from '../pipeline.ts';
import type { Compression, CompressionExtras } from '../quantize/compression.ts';
import { chosenWeights } from '../quantize/weights.ts';
import { chooseForms } from './choose.ts';
import type { Choice } from './choose.ts';
import { nothingToChoose, tooNoisy, tooSmall } from './diagnostics.ts';
import { makeForm } from './forms.ts';
import type { BudgetForm } from './forms.ts';
import { measureLayers, otherBytes } from './measure.ts';
import type { Budget } from './parse-budget.ts';
import { fromDecibel, peakGain, withPeak } from './quality.ts';
import type { Quality } from './quality.ts';
import { SMALLEST, inputsOf, megabytes, qualityWith, rulesOf } from './trial.ts';

export interface BudgetRequest extends CompressionExtras {
  readonly budget: Budget;
  /** That every target of the compile stores. */
  readonly forms: readonly BudgetForm[];
  /** Of a float that is stored: 4, or 2 in fp16. */
  readonly floatBytes: number;
}

export interface PlannedLayer extends Choice {
  readonly name: string;
  readonly form: BudgetForm;
}

export interface Sensitivity {
  readonly forms: readonly BudgetForm[];
  readonly layers: readonly {
    /** Of the model's nodes that read the weight, and its own. */
    readonly names: readonly string[];
    readonly choices: readonly Choice[];
  }[];
}

export interface BudgetPlan {
  /** Repeats the choice. */
  readonly compression: Compression;
  readonly layers: readonly PlannedLayer[];
  /** Of each layer, what it costs and loses in each of the forms. */
  readonly sensitivity: Sensitivity;
  /** Of all weights. */
  readonly bytes: number;
  readonly predicted: Quality;
  readonly measured: Quality;
}

/** Choices that are tried until one holds the bounds. */
const ROUNDS = 4;
/** What a bound that was missed is overdone by. */
const MARGIN = 1.02;
/** Noise this near below the bound is left as it is. */
const NEAR = 1.25;

/** Changes the graph by folding constants only. */
export async function planBudget(
  graph: Graph,
  request: BudgetRequest,
  context: Pick<PassContext, 'signal' | 'progress'>,
): Promise<Result<BudgetPlan>> {
  const { budget, forms, floatBytes } = request;
  const found: Diagnostic[] = [];
  const told: PassContext = { ...context, report: (diagnostic) => void found.push(diagnostic) };
  const steps = [foldConstants, eliminateDeadCode].map((pass) => ({ pass, options: {} }));
  const folded = await runPipeline(graph, steps);
  if (!folded.ok) return folded;
  const every = { include: '', exclude: '', min_elements: SMALLEST, embeddings: false };
  const weights = chosenWeights(graph, every).filter(({ names }) => names.length > 0);
  if (weights.length === 0) return failure([nothingToChoose()]);
  const inputs = await inputsOf(graph, request.calibration, told);
  if (inputs === undefined) return failure(found);
  const { feedback } = request;
  await feedback?.measure(graph, every, told);
  const settings = { inputs, forms: forms.map((form) => makeForm(form, feedback)), floatBytes };
  const { layers, reference } = await measureLayers(graph, weights, settings, told);
  const [expected = new Map()] = reference;
  const rest = otherBytes(graph, weights, floatBytes);
  const choices = layers.map((layer) => layer.choices);
  const smallest = chooseForms(choices, { bytes: 0, noise: 0 });
  const most = budget.size ?? Infinity;
  if (rest + smallest.bytes > most) {
    return failure([...found, tooSmall(megabytes(most), megabytes(rest + smallest.bytes))]);
  }
  const gain = Math.min(...Array.from(expected.values(), peakGain));
  const bound = Math.min(
    fromDecibel(-(budget.sqnr ?? -Infinity)),
    fromDecibel(gain - (budget.psnr ?? -Infinity)),
  );
  let goal = bound;
  let best: BudgetPlan | undefined;
  let fitting: BudgetPlan | undefined;
  for (let round = 0; round < ROUNDS; round++) {
    const picked = chooseForms(choices, { bytes: most - rest, noise: goal });
    const named = picked.choices.map((place) => forms[place] ?? 'float');
    const compression = rulesOf(weights, named, feedback !== undefined);
    const measured = await qualityWith(graph, compression, request, { inputs, expected }, told);
    if (measured === undefined) return failure(found);
    const plan: BudgetPlan = {
      compression,
      layers: layers.map(({ weight, choices: own }, index) => ({
        name: weight.names[0] ?? '',
        form: named[index] ?? 'float',
        ...(own[picked.choices[index] ?? 0] ?? { bytes: 0, noise: 0 }),
      })),
      sensitivity: {
        forms,
        layers: layers.map(({ weight: { names }, choices: own }) => ({ names, choices: own })),
      },
      bytes: rest + picked.bytes,
      predicted: withPeak(picked.noise, gain),
      measured,
    };
    const fits = measured.noise <= bound;
    if (fits && plan.bytes < (fitting?.bytes ?? Infinity)) fitting = plan;
    if (best === undefined || measured.noise < best.measured.noise) best = plan;
    if (budget.size !== undefined || picked.noise === 0) break;
    if (fits && measured.noise * NEAR > bound) break;
    // The prediction is right about which layers matter more than about how much all of them do.
    goal = (picked.noise * bound) / (measured.noise * MARGIN);
  }
  if (fitting !== undefined) return success(fitting, found);
  const measure = budget.psnr === undefined ? 'sqnr' : 'psnr';
  const reached = best?.measured[measure] ?? 0;
  const size = megabytes(best?.bytes ?? most);
  return failure([...found, tooNoisy(size, measure, budget[measure] ?? 0, reached)]);
}
