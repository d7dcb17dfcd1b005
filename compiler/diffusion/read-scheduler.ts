/** Reads the scheduler_config.json that diffusers writes, with the defaults of its classes. */

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../ir/diagnostics.ts';
import { jsonWord } from './json-object.ts';
import { schemaFaults } from '../schema-faults.ts';
import { boundedList } from '../schema-lists.ts';
import {
  badSchedulerField,
  noOutputAtFullNoise,
  otherScheduler,
  unreadOption,
} from './diagnostics.ts';
import { BETA_SCHEDULES } from './noise-schedule.ts';
import { PREDICTIONS } from './prediction.ts';
import type { SchedulerSettings } from './scheduler.ts';
import type { SchedulerName } from './schedulers/index.ts';
import { SPACINGS } from './spacing.ts';

export interface SchedulerChoice {
  readonly name: SchedulerName;
  readonly settings: SchedulerSettings;
  /** What diagnostics call where it was read. */
  readonly file: string;
}

/** More timesteps than anybody trains on, and few enough for a table. */
const MOST_TIMESTEPS = 100_000;
const BETA = { type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 } as const;

const SCHEMA = {
  type: 'object',
  properties: {
    _class_name: { type: 'string' },
    num_train_timesteps: { type: 'integer', minimum: 1, maximum: MOST_TIMESTEPS },
    beta_start: BETA,
    beta_end: BETA,
    beta_schedule: { type: 'string', enum: BETA_SCHEDULES },
    trained_betas: {
      anyOf: [{ type: 'null' }, boundedList({ items: BETA }, MOST_TIMESTEPS, 1)],
    },
    prediction_type: { type: 'string', enum: PREDICTIONS },
    timestep_spacing: { type: 'string', enum: SPACINGS },
    steps_offset: { type: 'integer', minimum: 0, maximum: 1000 },
    set_alpha_to_one: { type: 'boolean' },
    final_sigmas_type: { type: 'string', enum: ['zero', 'sigma_min'] },
    clip_sample: { type: 'boolean' },
    clip_sample_range: { type: 'number', exclusiveMinimum: 0 },
    rescale_betas_zero_snr: { type: 'boolean' },
    original_inference_steps: { type: 'integer', minimum: 1, maximum: MOST_TIMESTEPS },
    timestep_scaling: { type: 'number', exclusiveMinimum: 0, maximum: 1e6 },
  },
} as const;

interface Fields {
  readonly _class_name?: string;
  readonly num_train_timesteps?: number;
  readonly beta_start?: number;
  readonly beta_end?: number;
  readonly beta_schedule?: SchedulerSettings['betaSchedule'];
  readonly trained_betas?: readonly number[] | null;
  readonly prediction_type?: SchedulerSettings['prediction'];
  readonly timestep_spacing?: SchedulerSettings['spacing'];
  readonly steps_offset?: number;
  readonly set_alpha_to_one?: boolean;
  readonly final_sigmas_type?: 'zero' | 'sigma_min';
  readonly clip_sample?: boolean;
  readonly clip_sample_range?: number;
  readonly rescale_betas_zero_snr?: boolean;
  readonly original_inference_steps?: number;
  readonly timestep_scaling?: number;
  readonly [other: string]: unknown;
}

const CLASSES: Readonly<Record<string, SchedulerName>> = {
  DDIMScheduler: 'ddim',
  DPMSolverMultistepScheduler: 'dpm-solver++',
  EulerDiscreteScheduler: 'euler',
  LCMScheduler: 'lcm',
};

const LINEAR = { beta_start: 0.0001, beta_end: 0.02, beta_schedule: 'linear' } as const;
const CLASS_DEFAULTS: Readonly<Record<SchedulerName, Fields>> = {
  ddim: { ...LINEAR, timestep_spacing: 'leading', clip_sample: true },
  'dpm-solver++': { ...LINEAR, timestep_spacing: 'linspace' },
  euler: { ...LINEAR, timestep_spacing: 'linspace' },
  lcm: { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' },
};

/** Options of those classes that change numbers and that no table here follows, with what they must be. */
const FIXED: Readonly<Record<string, readonly unknown[]>> = {
  thresholding: [false],
  use_karras_sigmas: [false],
  use_exponential_sigmas: [false],
  use_beta_sigmas: [false],
  use_lu_lambdas: [false],
  use_flow_sigmas: [false],
  algorithm_type: ['dpmsolver++'],
  solver_order: [2],
  solver_type: ['midpoint'],
  lower_order_final: [true],
  euler_at_final: [false],
  timestep_type: ['discrete'],
  interpolation_type: ['linear'],
};

let validator: ValidateFunction<Fields> | undefined;

/** `wanted` is a scheduler that the user names instead of the one that the file names; `file` is what diagnostics call it. */
export function readScheduler(
  json: unknown,
  file: string,
  wanted?: SchedulerName,
): Result<SchedulerChoice> {
  validator ??= new Ajv({ allErrors: true, strictTuples: false }).compile<Fields>(SCHEMA);
  if (!validator(json)) {
    const faults = schemaFaults(validator.errors);
    return failure(faults.map(({ place, reason }) => badSchedulerField(file, place, reason)));
  }
  const found: Diagnostic[] = [];
  const { _class_name: className = '' } = json;
  const named = CLASSES[className];
  const name = wanted ?? named ?? 'ddim';
  if (wanted === undefined && named === undefined)
    found.push(otherScheduler(file, className, name));
  for (const [option, allowed] of Object.entries(FIXED)) {
    const given = json[option];
    if (given === undefined || given === null || allowed.includes(given)) continue;
    // What another class is told does not concern the one that takes its place.
    if (wanted !== undefined && wanted !== named) continue;
    found.push(unreadOption(file, option, jsonWord(given), String(allowed[0])));
  }
  const settings = settingsOf(json, name, named === name);
  if (settings.zeroTerminalSnr && settings.prediction === 'epsilon') {
    found.push(noOutputAtFullNoise(file));
  }
  return found.some(({ severity }) => severity === 'error')
    ? failure(found)
    : success({ name, settings, file }, found);
}

/** `own` says whether the file is of this scheduler's class: only then do its defaults for the rest count. */
function settingsOf(json: Fields, name: SchedulerName, own: boolean): SchedulerSettings {
  const fields: Fields = {
    ...CLASS_DEFAULTS[name],
    ...(own ? {} : { clip_sample: false }),
    ...json,
  };
  const betas = fields.trained_betas ?? undefined;
  return {
    trainSteps: betas?.length ?? fields.num_train_timesteps ?? 1000,
    betaSchedule: fields.beta_schedule ?? 'linear',
    betaStart: fields.beta_start ?? LINEAR.beta_start,
    betaEnd: fields.beta_end ?? LINEAR.beta_end,
    ...(betas === undefined ? {} : { betas }),
    zeroTerminalSnr: fields.rescale_betas_zero_snr ?? false,
    prediction: fields.prediction_type ?? 'epsilon',
    spacing: fields.timestep_spacing ?? 'leading',
    stepsOffset: fields.steps_offset ?? 0,
    endsClean:
      name === 'dpm-solver++' || name === 'euler'
        ? (fields.final_sigmas_type ?? 'zero') === 'zero'
        : (fields.set_alpha_to_one ?? true),
    clip:
      (fields.clip_sample ?? false) && (name === 'ddim' || name === 'lcm')
        ? (fields.clip_sample_range ?? 1)
        : Infinity,
    originalSteps: fields.original_inference_steps ?? 50,
    timestepScaling: fields.timestep_scaling ?? 10,
  };
}
