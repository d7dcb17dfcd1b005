/** Calibration data of a diffusion UNet: the latents that it meets while it denoises from noise, by its own outputs. */

import { attr } from '../../ir/attr.ts';
import type { Attributes } from '../../ir/define.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { castTensor, numbers, tensorFrom } from '../../ir/tensor.ts';
import type { NumberArray, Tensor } from '../../ir/tensor.ts';
import { elementCount, isStaticType } from '../../ir/types.ts';
import { PREDICTIONS } from '../diffusion/prediction.ts';
import type { SchedulerSettings } from '../diffusion/scheduler.ts';
import { ddim } from '../diffusion/schedulers/ddim.ts';
import { SPACINGS } from '../diffusion/spacing.ts';
import type { Step } from '../diffusion/step-table.ts';
import type { Calibration, CalibrationInputs } from './calibration.ts';
import { trajectoryDiverged } from './diagnostics.ts';
import { diffusionInputs } from './diffusion-inputs.ts';
import type { DiffusionInputs } from './diffusion-inputs.ts';

export const trajectoryOptions = {
  /** Of each trajectory. */
  steps: attr.int(8),
  /** Trajectories, each from noise of its own. */
  runs: attr.int(1),
  seed: attr.int(0),
  /** What the model predicts. */
  prediction: attr.oneOf(PREDICTIONS, 'epsilon'),
  /** Where the timesteps lie; distilled models mostly begin with the last, which is trailing. */
  spacing: attr.oneOf(SPACINGS, 'leading'),
};

export type TrajectoryOptions = Attributes<typeof trajectoryOptions>;

/** Stable Diffusion's schedule of noise. */
const SETTINGS: Omit<SchedulerSettings, 'prediction' | 'spacing'> = {
  trainSteps: 1000,
  betaSchedule: 'scaled_linear',
  betaStart: 0.00085,
  betaEnd: 0.012,
  zeroTerminalSnr: false,
  stepsOffset: 1,
  endsClean: false,
  clip: Infinity,
  originalSteps: 50,
  timestepScaling: 10,
};

/**
 * `others` are sets of the model's other inputs, one for each trajectory, from the first again where there are
 * fewer; without them a context is normal numbers. What has been run once is kept and given again.
 */
export function trajectory(
  options: TrajectoryOptions,
  others: readonly CalibrationInputs[] = [],
): Calibration {
  const known = new Map<string, readonly CalibrationInputs[]>();
  const count = Math.max(options.runs, others.length);
  const begin = async function* (
    graph: Graph,
  ): AsyncGenerator<CalibrationInputs, void, CalibrationInputs | undefined> {
    const key = keyOf(graph);
    const before = known.get(key);
    if (before !== undefined) {
      yield* before;
      return;
    }
    const all: CalibrationInputs[] = [];
    const { prediction, spacing } = options;
    const { steps } = ddim.table({ ...SETTINGS, prediction, spacing }, options.steps);
    for (let run = 0; run < count; run++) {
      const given = others[run % Math.max(1, others.length)];
      const inputs = diffusionInputs(graph, given, options.seed + run);
      let latent: NumberArray = numbers(inputs.latent);
      for (const step of steps) {
        const now = inputsAt(inputs, latent, step);
        all.push(now);
        const outputs = (yield now) ?? (await evaluateGraph(graph, now));
        latent = nextLatent(latent, outputs.get(inputs.output), step);
        if (!latent.every(Number.isFinite)) {
          throw new DiagnosticError(trajectoryDiverged(step.timestep, options.prediction));
        }
      }
    }
    known.set(key, all);
  };
  return Object.assign(begin, {
    count: count * options.steps,
    needsNoOutputs: (graph: Graph) => known.has(keyOf(graph)),
  });
}

function keyOf(graph: Graph): string {
  return JSON.stringify(graph.inputs.map(({ name, type }) => [name, type]));
}

function inputsAt(
  { graph, names, others }: DiffusionInputs,
  latent: NumberArray,
  { inputScale, timestep }: Step,
): CalibrationInputs {
  const filled = (name: string, numberAt: (index: number) => number): [string, Tensor] => {
    const type = graph.inputs.find((input) => input.name === name)?.type;
    if (type === undefined || !isStaticType(type)) throw new Error(`no shape of ${name}`);
    const values = Array.from({ length: elementCount(type.shape) }, (_, index) => numberAt(index));
    return [name, castTensor(tensorFrom('f32', type.shape, values), type.dtype)];
  };
  return new Map([
    ...others,
    filled(names.sample, (index) => inputScale * (latent[index] ?? 0)),
    filled(names.timestep, () => timestep),
  ]);
}

/** One step of the sampler, whose table says what is multiplied with what. */
function nextLatent(latent: NumberArray, output: Tensor | undefined, step: Step): Float64Array {
  const predicted = output === undefined ? [] : numbers(output);
  return Float64Array.from(latent, (value, index) => {
    const guess = predicted[index] ?? 0;
    const denoised = step.cleanLatent * value + step.cleanOutput * guess;
    return step.latent * value + step.denoised * denoised + step.output * guess;
  });
}
