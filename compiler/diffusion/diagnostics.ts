/** What is wrong with a pipeline from words to pictures; codes SNAPC6001 to SNAPC6099. */

import { defineDiagnostic, printable } from '../../ir/diagnostics.ts';

export const badSchedulerField = defineDiagnostic(
  'SNAPC6001',
  'error',
  (file: string, field: string, reason: string) => ({
    message: `${printable(field)} of the scheduler ${reason}`,
    hint: 'the fields are those of the scheduler_config.json that diffusers writes',
    place: { file, path: field },
  }),
);

export const otherScheduler = defineDiagnostic(
  'SNAPC6002',
  'warning',
  (file: string, className: string, used: string) => ({
    message: `there is no ${className === '' ? 'scheduler without a class' : printable(className)} here: ${used} runs on its timesteps and betas`,
    hint: 'name the scheduler in the pipeline\'s file, for instance "scheduler": {"type": "dpm-solver++"}',
    place: { file, path: '_class_name' },
  }),
);

export const unreadOption = defineDiagnostic(
  'SNAPC6003',
  'error',
  (file: string, option: string, given: string, possible: string) => ({
    message: `the scheduler's ${option} is ${printable(given)}, which no table of coefficients here follows`,
    hint: `set it to ${possible}, or name another scheduler in the pipeline's file`,
    place: { file, path: option },
  }),
);

export const noOutputAtFullNoise = defineDiagnostic('SNAPC6004', 'error', (file: string) => ({
  message:
    'a model that predicts epsilon says nothing where no signal is left (rescale_betas_zero_snr)',
  hint: 'the option is for models that predict v: set prediction_type to v_prediction, or the option to false',
  place: { file, path: 'rescale_betas_zero_snr' },
}));
