/** What all schedulers are told, and what each of them says. */

import { keptVariance } from './noise-schedule.ts';
import type { NoiseSchedule } from './noise-schedule.ts';
import type { Prediction } from './prediction.ts';
import type { Spacing } from './spacing.ts';
import type { StepTable } from './step-table.ts';

export interface SchedulerSettings extends NoiseSchedule {
  readonly prediction: Prediction;
  readonly spacing: Spacing;
  /** Added to the timesteps of leading spacing. */
  readonly stepsOffset: number;
  /** After the last step nothing is noise; else as much as at timestep 0. */
  readonly endsClean: boolean;
  /** The denoised latent is clamped to -clip and clip; Infinity for never. */
  readonly clip: number;
  /** LCM: the steps that the model was distilled from. */
  readonly originalSteps: number;
  /** LCM: brings timesteps to the boundary condition's scale. */
  readonly timestepScaling: number;
}

export interface Scheduler {
  readonly describe: string;
  /** The most steps that a run may take. */
  most(settings: SchedulerSettings): number;
  table(settings: SchedulerSettings, steps: number): StepTable;
}

/** How much of clean latent and of noise there is at a timestep. */
export interface Level {
  readonly alpha: number;
  readonly sigma: number;
}

export const CLEAN: Level = { alpha: 1, sigma: 0 };

export function levelOf(keptVariance: number): Level {
  return { alpha: Math.sqrt(keptVariance), sigma: Math.sqrt(1 - keptVariance) };
}

/** The level of each timestep, which must be whole, and that of the end. */
export function levels(settings: SchedulerSettings): {
  readonly at: (timestep: number) => Level;
  readonly end: Level;
} {
  const kept = keptVariance(settings);
  return {
    at: (timestep) => levelOf(kept[timestep] ?? 1),
    end: settings.endsClean ? CLEAN : levelOf(kept[0] ?? 1),
  };
}
