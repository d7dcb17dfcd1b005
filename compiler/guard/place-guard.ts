/** Gives the guard to the steps of a pipeline that make a graph fp16. */

import type { PassStep } from '../pass.ts';
import { setPrecision } from '../passes/set-precision.ts';
import { createSetPrecision } from '../passes/set-precision/create.ts';
import { widenFirstLayers } from '../passes/widen-first-layers.ts';
import type { Extremes } from './extremes.ts';
import { CAUTIOUS } from './halves.ts';
import type { GuardMode, HalfArithmetic } from './halves.ts';
import type { GuardReport } from './report.ts';
import type { WeightMeasures } from './statistics.ts';

export interface GuardRequest {
  readonly mode: GuardMode;
  /** Bounds of inputs: `sample=-8..8,context=-60..60`. */
  readonly ranges?: string;
  /** What is measured once for all targets. */
  readonly measures: WeightMeasures;
  readonly extremes?: Extremes | undefined;
}

export function guarded(
  steps: readonly PassStep[],
  request: GuardRequest | undefined,
  halves: HalfArithmetic = CAUTIOUS,
  onReport: (report: GuardReport) => void,
): readonly PassStep[] {
  if (request === undefined || request.mode === 'off') return steps;
  const { mode, ranges = '', measures, extremes } = request;
  const { values, sums, wideSumsFrom = 0, squares } = halves;
  return steps.map((step, index) => {
    if (step.pass.run !== setPrecision.run || step.options['precision'] !== 'fp16') return step;
    const widens = steps.slice(index).find(({ pass }) => pass.run === widenFirstLayers.run);
    const layers = widens?.options['layers'] ?? 0;
    const arithmetic = {
      values,
      sums,
      wide_sums_from: wideSumsFrom,
      first_layers: layers,
      squares,
    };
    return {
      ...step,
      pass: createSetPrecision({ measures, extremes, onReport }),
      options: { ...step.options, guard: mode, ranges, ...arithmetic },
    };
  });
}
