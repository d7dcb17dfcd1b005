/**
 * Multistep sampling of a latent consistency model (Luo et al. 2023, algorithm 3): each step denoises to the end and
 * adds fresh noise for the next. Timesteps are those that the model was distilled on.
 */

import { cleanLatent } from '../prediction.ts';
import { CLEAN, levels } from '../scheduler.ts';
import type { Scheduler } from '../scheduler.ts';

/** The data's deviation in the boundary condition of consistency models. */
const DATA_DEVIATION = 0.5;

export const lcm: Scheduler = {
  describe: 'latent consistency: denoises to the end each time, with fresh noise between',
  most: ({ originalSteps }) => originalSteps,
  table(settings, steps) {
    const { prediction, trainSteps, originalSteps, timestepScaling } = settings;
    const stride = Math.floor(trainSteps / originalSteps);
    const timesteps = Array.from({ length: steps }, (_, at) => {
      const back = Math.floor((at * originalSteps) / steps);
      return (originalSteps - back) * stride - 1;
    });
    const { at } = levels(settings);
    return {
      initialNoise: 1,
      steps: timesteps.map((timestep, index) => {
        const { alpha, sigma } = at(timestep);
        const following = timesteps[index + 1];
        const next = following === undefined ? CLEAN : at(following);
        const clean = cleanLatent(prediction, alpha, sigma);
        const scaled = timestep * timestepScaling;
        const norm = scaled ** 2 + DATA_DEVIATION ** 2;
        const [skip, keep] = [DATA_DEVIATION ** 2 / norm, scaled / Math.sqrt(norm)];
        return {
          timestep,
          inputScale: 1,
          cleanLatent: clean.latent,
          cleanOutput: clean.output,
          latent: next.alpha * skip,
          denoised: next.alpha * keep,
          earlier: 0,
          output: 0,
          noise: next.sigma,
          startLatent: alpha,
          startNoise: sigma,
        };
      }),
    };
  },
};
