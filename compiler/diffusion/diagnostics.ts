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

export const noNumbers = defineDiagnostic('SNAPC6005', 'error', (file: string, count: number) => ({
  message: `the scheduler's coefficients for ${count} steps go beyond what numbers can be: too little of the latent or of the noise is left`,
  hint: 'copy scheduler_config.json again, as it was published: beta_start, beta_end and trained_betas make the schedule',
  place: { file },
}));

export const declarationNotJson = defineDiagnostic(
  'SNAPC6010',
  'error',
  (file: string, reason: string) => ({
    message: `the pipeline is no JSON: ${printable(reason)}`,
    hint: 'write {"text_encoder": "text_encoder/model.onnx", "unet": …, "vae_decoder": …, "tokenizer": "tokenizer", "scheduler": {"config": "scheduler/scheduler_config.json"}}',
    place: { file },
  }),
);

export const badDeclaration = defineDiagnostic(
  'SNAPC6011',
  'error',
  (file: string, path: string, reason: string) => ({
    message: `${printable(path)} ${reason}`,
    hint: '"snapc pipeline --help" lists the fields',
    place: { file, path },
  }),
);

export const fileTooLarge = defineDiagnostic(
  'SNAPC6012',
  'error',
  (file: string, most: number) => ({
    message: `the file is larger than ${most >> 20} MiB`,
    hint: 'copy the folder of the model again, as it was published',
    place: { file },
  }),
);

export const notAFolderOfModels = defineDiagnostic(
  'SNAPC6013',
  'error',
  (file: string, missing: string) => ({
    message: `model_index.json names a pipeline, but ${printable(missing)} is not there`,
    hint: 'export with optimum-cli export onnx, or write a PIPELINE.json that names the files',
    place: { file },
  }),
);

export const badModelConfig = defineDiagnostic(
  'SNAPC6014',
  'error',
  (file: string, field: string, reason: string) => ({
    message: `${field} ${printable(reason)}`,
    hint: 'copy the file again, as it was published, or write a PIPELINE.json that has "latent" and "scaling_factor"',
    place: { file, path: field },
  }),
);

export const noRole = defineDiagnostic(
  'SNAPC6020',
  'error',
  (file: string, part: string, role: string, found: string) => ({
    message: `the ${part} has no ${role}; it has ${printable(found)}`,
    hint: 'export the parts as diffusers and optimum do, each with its own model.onnx',
    place: { file },
  }),
);

export const otherInput = defineDiagnostic(
  'SNAPC6021',
  'error',
  (file: string, part: string, name: string) => ({
    message: `nothing is known to give the ${part}'s input ${printable(JSON.stringify(name))}`,
    hint: 'pipelines have one text encoder, and a UNet of sample, timestep and text states; export the model without other inputs',
    place: { file, value: name },
  }),
);

export const unlikeParts = defineDiagnostic(
  'SNAPC6022',
  'error',
  (what: string, one: string, other: string) => ({
    message: `${what}: ${printable(one)}, but ${printable(other)}`,
    hint: 'take text encoder, UNet, decoder and tokenizer of the same model',
  }),
);

export const unknownLatent = defineDiagnostic('SNAPC6023', 'error', (file: string) => ({
  message: 'the size of the latents is not known: the UNet leaves it open',
  hint: 'give "latent": {"height": 64, "width": 64} in the pipeline\'s file, or --sizes 512x512 in pixels',
  place: { file },
}));

export const badStepCount = defineDiagnostic(
  'SNAPC6024',
  'error',
  (count: number, scheduler: string, most: number) => ({
    message: `${count} steps cannot be asked for: ${scheduler} takes 1 to ${most}`,
    hint: 'give other "steps" and "step_counts" in the pipeline\'s file; "steps" is one of the counts',
    place: { path: 'steps' },
  }),
);

export const pipelineTarget = defineDiagnostic('SNAPC6025', 'error', (target: string) => ({
  message: `the target ${printable(target)} has models, but no pipelines yet`,
  hint: 'use another target, or compile the parts one by one with "snapc compile"',
}));

export const tooManyTokens = defineDiagnostic(
  'SNAPC6026',
  'error',
  (file: string, largest: number, rows: number) => ({
    message: `the tokenizer gives ids up to ${largest}, but the text encoder knows ${rows}`,
    hint: 'take the tokenizer folder that belongs to the text encoder',
    place: { file },
  }),
);

export const unevenSize = defineDiagnostic(
  'SNAPC6027',
  'error',
  (file: string, width: number, height: number, scale: number) => ({
    message: `pictures of ${width}x${height} cannot be drawn: each latent is ${scale}x${scale} pixels`,
    hint: `give multiples of ${scale}, such as ${roundedTo(width, scale)}x${roundedTo(height, scale)}`,
    place: { file, path: 'sizes' },
  }),
);

function roundedTo(size: number, step: number): number {
  return Math.max(1, Math.round(size / step)) * step;
}

export const fixedLatents = defineDiagnostic(
  'SNAPC6028',
  'error',
  (part: string, input: string, declared: string, wanted: readonly number[]) => ({
    message: `the ${part} has its input ${printable(JSON.stringify(input))} in one shape, ${declared === '[]' ? 'which it does not tell' : declared}, and cannot have it as [${wanted.join(', ')}] too`,
    hint: 'export the models with dynamic axes for height and width, or compile a pipeline for each size',
  }),
);

export const oneDim = defineDiagnostic(
  'SNAPC6029',
  'error',
  (part: string, dim: string, one: number, other: number) => ({
    message: `the ${part} has one dim, ${printable(dim)}, for two sizes: ${one} and ${other}`,
    hint: 'give square sizes only, or export the models with a name for each dynamic axis',
  }),
);
