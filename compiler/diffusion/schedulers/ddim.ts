/**
 * DDIM without noise of its own (Song et al. 2020, equation 12 with eta 0): the clean latent and the noise are guessed,
 * and mixed again for the next timestep of the run.
 */

import { cleanLatent, predictedNoise } from '../prediction.ts';
import { levels } from '../scheduler.ts';
import type { Scheduler } from '../scheduler.ts';
import { spacedTimesteps } from '../spacing.ts';

export const ddim: Scheduler = {
  describe: 'DDIM, one output of the model for each step and no noise between',
  most: ({ trainSteps }) => trainSteps,
  table(settings, steps) {
    const { prediction, spacing, trainSteps, stepsOffset } = settings;
    const timesteps = spacedTimesteps(spacing, trainSteps, steps, stepsOffset, {
      parts: steps,
      rounds: true,
    });
    const { at, end } = levels(settings);
    return {
      initialNoise: 1,
      steps: timesteps.map((timestep, index) => {
        const { alpha, sigma } = at(timestep);
        const following = timesteps[index + 1];
        const next = following === undefined ? end : at(following);
        const clean = cleanLatent(prediction, alpha, sigma);
        const noise = predictedNoise(prediction, alpha, sigma);
        return {
          timestep,
          inputScale: 1,
          cleanLatent: clean.latent,
          cleanOutput: clean.output,
          latent: next.sigma * noise.latent,
          denoised: next.alpha,
          earlier: 0,
          output: next.sigma * noise.output,
          noise: 0,
          startLatent: alpha,
          startNoise: sigma,
        };
      }),
    };
  },
};
