/** What numpy has made of schedulers' published formulas, and the stand-in for a model that it asked. */

import { readFile } from 'node:fs/promises';
import type { BetaSchedule } from '../../compiler/diffusion/noise-schedule.ts';
import type { Prediction } from '../../compiler/diffusion/prediction.ts';
import type { SchedulerSettings } from '../../compiler/diffusion/scheduler.ts';
import type { SchedulerName } from '../../compiler/diffusion/schedulers/index.ts';
import type { Spacing } from '../../compiler/diffusion/spacing.ts';

export interface Case {
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

export interface Sequences {
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
export const { start, noises, runs } = JSON.parse(await readFile(url, 'utf8')) as Sequences;

export function settingsOf(given: Case): SchedulerSettings {
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
export function model(latent: number, timestep: number): number {
  return Math.tanh(1.3 * latent + 0.4) * Math.cos(timestep / 317) + 0.1 * Math.sin(latent * 5);
}
