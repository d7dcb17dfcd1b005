/** How freely weights may be refitted: tried on some runs of the calibration data, and judged by the outputs of others. */

import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { CalibrationInputs } from '../calibrate/calibration.ts';
import type { PassContext } from '../pass.ts';
import { fitLayers } from './fit-layers.ts';
import type { FitSettings, Models } from './fit-layers.ts';

export type Way = Pick<FitSettings, 'ridge'>;

/** Free fits need many runs; what only guesses channels gets by with few, and does little for deep cuts. */
const WAYS: readonly Way[] = [{ ridge: undefined }, { ridge: 1 }, { ridge: 0.1 }];
/** Where there are too few runs to hold some back; on so few, fits learn the runs more than the model. */
const USUAL: Way = { ridge: undefined };
const LEAST_RUNS = 8;
/** The last share of the runs judges: those of one trajectory are alike, and lie together. */
const HELD_BACK = 0.25;

/** `none` where every way takes the outputs further off than they are. */
export async function bestWay(
  models: Models,
  settings: Omit<FitSettings, 'ridge'>,
  inputs: readonly CalibrationInputs[],
  context: PassContext,
): Promise<Way | 'none'> {
  if (inputs.length < LEAST_RUNS) return USUAL;
  const isHeld = (run: number): boolean => run >= (1 - HELD_BACK) * inputs.length;
  const held = inputs.filter((_, run) => isHeld(run));
  const fitted = inputs.filter((_, run) => !isHeld(run));
  let best: Way | 'none' = 'none';
  let least = await errorOf(models.narrow, models.original, held, context);
  for (const way of WAYS) {
    const trial = { ...models, narrow: cloneGraph(models.narrow) };
    await fitLayers(trial, { ...settings, ...way }, fitted, context);
    const error = await errorOf(trial.narrow, models.original, held, context);
    if (error < least) [best, least] = [way, error];
  }
  return best;
}

/** Of all outputs in all runs, each output measured against its own squares. */
async function errorOf(
  graph: Graph,
  original: Graph,
  inputs: readonly CalibrationInputs[],
  { signal }: PassContext,
): Promise<number> {
  const options = signal === undefined ? {} : { signal };
  const sums = new Map<string, { error: number; squares: number }>();
  for (const given of inputs) {
    const expected = await evaluateGraph(original, given, options);
    const actual = await evaluateGraph(graph, given, options);
    for (const [name, tensor] of expected) {
      const sum = sums.get(name) ?? { error: 0, squares: 0 };
      sums.set(name, sum);
      addError(sum, tensor, actual.get(name));
    }
  }
  const shares = Array.from(sums.values(), ({ error, squares }) => error / (squares || 1));
  return shares.reduce((total, share) => total + share, 0);
}

function addError(
  sum: { error: number; squares: number },
  expected: Tensor,
  actual: Tensor | undefined,
): void {
  const found = actual && toNumbers(actual);
  for (const [at, value] of toNumbers(expected).entries()) {
    sum.squares += value ** 2;
    sum.error += (value - (found?.[at] ?? 0)) ** 2;
  }
}
