/**
 * DPM-Solver++ of second order, multistep (Lu et al. 2022, algorithm 2, midpoint): a step leans on what the one before
 * has denoised. The first step, and the last of few or to no noise at all, are of first order.
 */

import { cleanLatent } from '../prediction.ts';
import { CLEAN } from '../scheduler.ts';
import type { Level, Scheduler } from '../scheduler.ts';
import { noiseRatios } from '../sigmas.ts';
import { spacedTimesteps } from '../spacing.ts';

/** The last step of a run of fewer steps is of first order, which is steadier. */
const FEW_STEPS = 15;

export const dpmSolver: Scheduler = {
  describe: 'DPM-Solver++ 2M, second order from the output of the step before',
  most: ({ trainSteps }) => trainSteps - 1,
  table(settings, steps) {
    const { prediction, spacing, trainSteps, stepsOffset, endsClean } = settings;
    const timesteps = spacedTimesteps(spacing, trainSteps, steps, stepsOffset, {
      parts: steps + 1,
      rounds: true,
    });
    const ratioAt = noiseRatios(settings);
    const at = timesteps.map((timestep) => levelOfRatio(ratioAt(timestep)));
    at.push(endsClean ? CLEAN : levelOfRatio(ratioAt(0)));
    return {
      initialNoise: 1,
      steps: timesteps.map((timestep, index) => {
        const [before, now = CLEAN, next = CLEAN] = [at[index - 1], at[index], at[index + 1]];
        const clean = cleanLatent(prediction, now.alpha, now.sigma);
        const last = index === steps - 1;
        const first = before === undefined || (last && (steps < FEW_STEPS || endsClean));
        const lean = first ? 0 : leaning(before, now, next);
        const gain = next.alpha * -Math.expm1(logRatio(now) - logRatio(next));
        return {
          timestep,
          inputScale: 1,
          cleanLatent: clean.latent,
          cleanOutput: clean.output,
          latent: next.sigma / now.sigma,
          denoised: gain * (1 + lean),
          earlier: gain * -lean,
          output: 0,
          noise: 0,
          startLatent: now.alpha,
          startNoise: now.sigma,
        };
      }),
    };
  },
};

function levelOfRatio(ratio: number): Level {
  const alpha = 1 / Math.hypot(ratio, 1);
  return { alpha, sigma: ratio * alpha };
}

/** lambda, half the logarithm of signal to noise; infinite without noise. */
function logRatio({ alpha, sigma }: Level): number {
  return Math.log(alpha) - Math.log(sigma);
}

/** 1 / (2 r), where r is this step's share of the one before, in lambda. */
function leaning(before: Level, now: Level, next: Level): number {
  return (logRatio(next) - logRatio(now)) / (2 * (logRatio(now) - logRatio(before)));
}
