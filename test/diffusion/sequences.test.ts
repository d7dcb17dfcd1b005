/** Every scheduler's table of coefficients against its published formulas, which numpy has followed step by step. */

import { describe, expect, it } from 'vitest';
import { schedulers } from '../../compiler/diffusion/schedulers/index.ts';
import type { SchedulerName } from '../../compiler/diffusion/schedulers/index.ts';
import type { StepTable } from '../../compiler/diffusion/step-table.ts';
import { model, noises, runs, settingsOf, start } from './numpy-sequences.ts';

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
