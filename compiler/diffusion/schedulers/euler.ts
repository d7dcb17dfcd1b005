/**
 * Euler's method on the probability flow (Karras et al. 2022, algorithm 2 without churn). The latent is not scaled back:
 * it is the clean one plus `ratio` times noise, and the model sees it divided by sqrt(ratio^2 + 1).
 */

import { cleanLatent } from '../prediction.ts';
import type { Scheduler } from '../scheduler.ts';
import { noiseRatios } from '../sigmas.ts';
import { spacedTimesteps } from '../spacing.ts';

export const euler: Scheduler = {
  describe: 'Euler steps along the probability flow, without noise between',
  most: ({ trainSteps }) => trainSteps,
  table(settings, steps) {
    const { prediction, spacing, trainSteps, stepsOffset, endsClean } = settings;
    const timesteps = spacedTimesteps(spacing, trainSteps, steps, stepsOffset, {
      parts: steps,
      rounds: false,
    });
    const ratioAt = noiseRatios(settings);
    const first = ratioAt(timesteps[0] ?? 0);
    return {
      initialNoise: spacing === 'leading' ? Math.hypot(first, 1) : first,
      steps: timesteps.map((timestep, index) => {
        const following = timesteps[index + 1];
        const ratio = ratioAt(timestep);
        const next = following === undefined ? (endsClean ? 0 : ratioAt(0)) : ratioAt(following);
        const scale = 1 / Math.hypot(ratio, 1);
        const clean = cleanLatent(prediction, scale, ratio * scale);
        // latent + (latent - denoised) / ratio * (next - ratio)
        return {
          timestep,
          inputScale: scale,
          cleanLatent: clean.latent * scale,
          cleanOutput: clean.output,
          latent: next / ratio,
          denoised: 1 - next / ratio,
          earlier: 0,
          output: 0,
          noise: 0,
          startLatent: 1,
          startNoise: ratio,
        };
      }),
    };
  },
};
