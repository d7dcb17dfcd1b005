/** Noise relative to what is left of the latent, sigma / alpha, also between whole timesteps. */

import { LEAST_KEPT, keptVariance } from './noise-schedule.ts';
import type { SchedulerSettings } from './scheduler.ts';

/** The ratio at a timestep; between two whole ones on the line that joins theirs. */
export function noiseRatios(settings: SchedulerSettings): (timestep: number) => number {
  const ratios = keptVariance(settings).map((kept) => {
    // At zero terminal SNR the ratio would be infinite.
    const some = Math.max(kept, LEAST_KEPT);
    return Math.sqrt((1 - some) / some);
  });
  return (timestep) => {
    const floor = Math.floor(timestep);
    const [low = 0, high = low] = [ratios[floor], ratios[floor + 1]];
    return low + (timestep - floor) * (high - low);
  };
}
