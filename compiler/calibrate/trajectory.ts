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
};

export type TrajectoryOptions = Attributes<typeof trajectoryOptions>;

/** Stable Diffusion's schedule of noise. */
const SETTINGS: Omit<SchedulerSettings, 'prediction'> = {
  trainSteps: 1000,
  betaSchedule: 'scaled_linear',
  betaStart: 0.00085,
  betaEnd: 0.012,
  zeroTerminalSnr: false,
  spacing: 'leading',
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
    const key = JSON.stringify(graph.inputs.map(({ name, type }) => [name, type]));
    const before = known.get(key);
    if (before !== undefined) {
      yield* before;
      return;
    }
    const all: CalibrationInputs[] = [];
    const { steps } = ddim.table({ ...SETTINGS, prediction: options.prediction }, options.steps);
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
  return Object.assign(begin, { count: count * options.steps });
}

function inputsAt(
  { names, latent: { shape }, graph, others }: DiffusionInputs,
  latent: NumberArray,
  step: Step,
): CalibrationInputs {
  const declared = (name: string, values: readonly number[], dims: readonly number[]): Tensor => {
    const dtype = graph.inputs.find((input) => input.name === name)?.type.dtype ?? 'f32';
    return castTensor(tensorFrom('f32', dims, values), dtype);
  };
  const scaled = Array.from(latent, (value) => value * step.inputScale);
  const times = Array.from({ length: elementCount(timeShape(graph, names.timestep)) });
  return new Map([
    ...others,
    [names.sample, declared(names.sample, scaled, shape)],
    [
      names.timestep,
      declared(
        names.timestep,
        times.map(() => step.timestep),
        timeShape(graph, names.timestep),
      ),
    ],
  ]);
}

function timeShape(graph: Graph, name: string): readonly number[] {
  const type = graph.inputs.find((input) => input.name === name)?.type;
  return type !== undefined && isStaticType(type) ? type.shape : [];
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
