/** Every scheduler's table of coefficients against its published formulas, which numpy has followed step by step. */

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import type { Prediction } from '../../compiler/diffusion/prediction.ts';
import type { BetaSchedule } from '../../compiler/diffusion/noise-schedule.ts';
import type { SchedulerSettings } from '../../compiler/diffusion/scheduler.ts';
import { schedulers } from '../../compiler/diffusion/schedulers/index.ts';
import type { SchedulerName } from '../../compiler/diffusion/schedulers/index.ts';
import type { Spacing } from '../../compiler/diffusion/spacing.ts';
import type { StepTable } from '../../compiler/diffusion/step-table.ts';

interface Case {
  readonly name: SchedulerName;
  readonly T: number;
  readonly betas: BetaSchedule;
  readonly start: number;
  readonly end: number;
  readonly zero_snr: boolean;
  readonly predicts: Prediction;
  readonly spacing: Spacing;
  readonly offset: number;
  readonly clean_end: boolean;
  readonly clip: number;
  readonly original: number;
  readonly scaling: number;
}

interface Sequences {
  readonly start: readonly number[];
  readonly noises: readonly (readonly number[])[];
  readonly runs: readonly {
    readonly case: Case;
    readonly steps: number;
    readonly times: readonly number[];
    readonly latents: readonly (readonly number[])[];
  }[];
}

const url = new URL('sequences/sequences.json', import.meta.url);
const { start, noises, runs } = JSON.parse(await readFile(url, 'utf8')) as Sequences;

function settingsOf(given: Case): SchedulerSettings {
  return {
    trainSteps: given.T,
    betaSchedule: given.betas,
    betaStart: given.start,
    betaEnd: given.end,
    zeroTerminalSnr: given.zero_snr,
    prediction: given.predicts,
    spacing: given.spacing,
    stepsOffset: given.offset,
    endsClean: given.clean_end,
    clip: given.clip === 0 ? Infinity : given.clip,
    originalSteps: given.original,
    timestepScaling: given.scaling,
  };
}

/** The model of sequences.py. */
function model(latent: number, timestep: number): number {
  return Math.tanh(1.3 * latent + 0.4) * Math.cos(timestep / 317) + 0.1 * Math.sin(latent * 5);
}

function follow({ steps, initialNoise }: StepTable, clip: number): readonly (readonly number[])[] {
  let latents = start.map((number) => number * initialNoise);
  let earlier = start.map(() => 0);
  return steps.map((step, at) => {
    const outputs = latents.map((latent) => model(latent * step.inputScale, step.timestep));
    const denoised = latents.map((latent, index) => {
      const clean = step.cleanLatent * latent + step.cleanOutput * (outputs[index] ?? 0);
      return Math.min(Math.max(clean, -clip), clip);
    });
    latents = latents.map(
      (latent, index) =>
        step.latent * latent +
        step.denoised * (denoised[index] ?? 0) +
        step.earlier * (earlier[index] ?? 0) +
        step.output * (outputs[index] ?? 0) +
        step.noise * (noises[at]?.[index] ?? 0),
    );
    earlier = denoised;
    return latents;
  });
}

describe.each(Object.keys(schedulers) as SchedulerName[])('%s', (name) => {
  const own = runs.filter((run) => run.case.name === name);

  it('has been followed by numpy', () => {
    expect(own.length).toBeGreaterThanOrEqual(12);
  });

  it.each(own)('$case.predicts, $case.spacing, $steps steps', (run) => {
    const settings = settingsOf(run.case);
    const table = schedulers[name].table(settings, run.steps);
    const times = table.steps.map(({ timestep }) => Number(timestep.toFixed(9)));
    expect(times).toEqual(run.times.map((time) => Number(time.toFixed(9))));
    const latents = follow(table, settings.clip);
    for (const [at, expected] of run.latents.entries()) {
      const largest = Math.max(1, ...expected.map(Math.abs));
      for (const [index, number] of expected.entries()) {
        expect(Math.abs((latents[at]?.[index] ?? NaN) - number) / largest).toBeLessThan(1e-7);
      }
    }
  });
});
