/** PIPELINE.json: which models make a picture of words, and how. */

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { GUARD_MODES } from '../guard/halves.ts';
import type { GuardMode } from '../guard/halves.ts';
import { schemaFaults } from '../schema-faults.ts';
import { boundedList } from '../schema-lists.ts';
import { PRECISIONS } from '../target.ts';
import type { Precision } from '../target.ts';
import { badDeclaration, declarationNotJson } from './diagnostics.ts';
import { schedulers } from './schedulers/index.ts';
import type { SchedulerName } from './schedulers/index.ts';
import type { Size } from './sizes.ts';

/** One model, and what is different for it. */
export interface PartDeclaration {
  /** The ONNX file, from the folder of the declaration. */
  readonly model: string;
  readonly precision?: Precision;
  /** As `snapc compile --compress` takes it: a form, or a file of rules. */
  readonly compress?: string;
  /** As `snapc compile --calibrate` takes it: what activations are measured on. */
  readonly calibrate?: string;
  /** As `snapc compile --guard` takes it: what is done against overflow in fp16. */
  readonly guard?: GuardMode;
  /** As `snapc compile --range` takes it, with commas between: `sample=-8..8,encoder_hidden_states=-30..30`. */
  readonly range?: string;
}

export interface PipelineDeclaration {
  readonly name?: string;
  readonly text_encoder: string | PartDeclaration;
  readonly unet: string | PartDeclaration;
  readonly vae_decoder: string | PartDeclaration;
  readonly vae_encoder?: string | PartDeclaration;
  /** The folder of vocab.json and merges.txt. */
  readonly tokenizer: string;
  readonly scheduler: {
    /** A scheduler_config.json. */
    readonly config?: string;
    /** Takes the place of the one that the file names. */
    readonly type?: SchedulerName;
    /** Fields of a scheduler_config.json that go before those of the file. */
    readonly options?: Readonly<Record<string, unknown>>;
  };
  readonly latent?: {
    readonly channels?: number;
    readonly height: number;
    readonly width: number;
  };
  /** Of pictures in pixels, the usual one first; they go before the height and width of `latent`. */
  readonly sizes?: readonly Size[];
  /** Decode in tiles of so many latents along an edge. */
  readonly vae_tile?: number;
  readonly scaling_factor?: number;
  readonly shift_factor?: number;
  readonly guidance?: number;
  /** Both sides of guidance in one run of the UNet, or one after another; by the phone's memory when absent. */
  readonly guidance_batch?: 'batched' | 'two_calls';
  readonly steps?: number;
  /** The numbers of steps that can be asked for; 1 to 50 when absent. */
  readonly step_counts?: readonly number[];
  /** Latents to red, green and blue. */
  readonly preview?: {
    readonly factors: readonly (readonly [number, number, number])[];
    readonly bias: readonly [number, number, number];
  };
}

const PATH = { type: 'string', minLength: 1, maxLength: 1024 } as const;
const PART = {
  anyOf: [
    PATH,
    {
      type: 'object',
      additionalProperties: false,
      required: ['model'],
      properties: {
        model: PATH,
        precision: { type: 'string', enum: PRECISIONS },
        compress: { type: 'string', minLength: 1 },
        calibrate: { type: 'string', minLength: 1 },
        guard: { type: 'string', enum: GUARD_MODES },
        range: { type: 'string', minLength: 1 },
      },
    },
  ],
} as const;
const LATENTS = { type: 'integer', minimum: 1, maximum: 1024 } as const;
/** Of a picture, along an edge. */
export const MOST_PIXELS = 16_384;
const PIXELS = { ...LATENTS, maximum: MOST_PIXELS } as const;
const FINITE = { type: 'number', minimum: -1e6, maximum: 1e6 } as const;
const COLOUR = boundedList({ items: FINITE }, 3, 3);
const STEPS = { type: 'integer', minimum: 1, maximum: 1000 } as const;

/** Each is compiled on its own. */
export const MOST_SIZES = 16;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['text_encoder', 'unet', 'vae_decoder', 'tokenizer', 'scheduler'],
  properties: {
    $schema: { type: 'string' },
    name: { type: 'string', minLength: 1, maxLength: 100 },
    text_encoder: PART,
    unet: PART,
    vae_decoder: PART,
    vae_encoder: PART,
    tokenizer: PATH,
    scheduler: {
      type: 'object',
      additionalProperties: false,
      properties: {
        config: PATH,
        type: { type: 'string', enum: Object.keys(schedulers) },
        options: { type: 'object' },
      },
    },
    latent: {
      type: 'object',
      additionalProperties: false,
      required: ['height', 'width'],
      properties: { channels: { ...LATENTS, maximum: 64 }, height: LATENTS, width: LATENTS },
    },
    sizes: boundedList(
      {
        uniqueItems: true,
        items: {
          type: 'object',
          additionalProperties: false,
          required: ['height', 'width'],
          properties: { height: PIXELS, width: PIXELS },
        },
      },
      MOST_SIZES,
      1,
    ),
    vae_tile: { ...LATENTS, minimum: 4 },
    scaling_factor: { type: 'number', exclusiveMinimum: 0, maximum: 1e6 },
    shift_factor: FINITE,
    guidance: { type: 'number', minimum: -1000, maximum: 1000 },
    guidance_batch: { type: 'string', enum: ['batched', 'two_calls'] },
    steps: STEPS,
    step_counts: boundedList({ uniqueItems: true, items: STEPS }, 1000, 1),
    preview: {
      type: 'object',
      additionalProperties: false,
      required: ['factors', 'bias'],
      properties: {
        factors: boundedList({ items: COLOUR }, 64, 1),
        bias: COLOUR,
      },
    },
  },
} as const;

const WORDS = {
  anyOf:
    'must be a path, or an object with "model" and perhaps "precision", "compress", "calibrate", "guard" and "range"',
};

let validator: ValidateFunction<PipelineDeclaration> | undefined;

/** `file` is what diagnostics call it. */
export function readDeclaration(text: string, file: string): Result<PipelineDeclaration> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return failure([declarationNotJson(file, error instanceof Error ? error.message : '')]);
  }
  validator ??= new Ajv({ allErrors: true }).compile<PipelineDeclaration>(SCHEMA);
  if (validator(json)) return success(json);
  const faults = schemaFaults(validator.errors, WORDS);
  return failure(faults.map(({ place, reason }) => badDeclaration(file, place, reason)));
}

export function partOf(given: string | PartDeclaration): PartDeclaration {
  return typeof given === 'string' ? { model: given } : given;
}
