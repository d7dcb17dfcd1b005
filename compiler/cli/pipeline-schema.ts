/** What of a compiled pipeline's manifest is read, as a JSON schema: lists end where no pipeline goes on. */

import { PART_NAMES } from '../diffusion/roles.ts';
import { boundedList } from '../schema-lists.ts';

const TEXT = { type: 'string', minLength: 1, maxLength: 4096 } as const;
const COUNT = { type: 'integer', minimum: 1, maximum: 2 ** 31 } as const;
const FINITE = { type: 'number' } as const;

function list(items: object, most: number, least = 0): object {
  return boundedList({ items }, most, least);
}

/** With these fields at least. */
function fields(properties: Readonly<Record<string, object>>, optional: object = {}): object {
  return {
    type: 'object',
    required: Object.keys(properties),
    properties: { ...properties, ...optional },
  };
}

const SHAPE = list(COUNT, 8);
const USE = fields({ name: TEXT, dtype: TEXT, shape: SHAPE });
const EDGES = { height: COUNT, width: COUNT };
const SIZE = fields({ ...EDGES, tile: fields(EDGES) });
const COLOUR = list(FINITE, 3, 3);
const STEPS = list(COUNT, 1000, 1);

const DESCRIPTION = fields(
  {
    name: TEXT,
    latent: fields({ ...EDGES, channels: COUNT }),
    sizes: list(SIZE, 16, 1),
    scale: COUNT,
    tile: fields(EDGES),
    scalingFactor: { type: 'number', exclusiveMinimum: 0 },
    shiftFactor: FINITE,
    text: fields({ ids: USE, states: USE }),
    unet: fields({
      sample: USE,
      timestep: USE,
      states: USE,
      output: USE,
      batch: { type: 'integer', enum: [1, 2] },
    }),
    decoder: fields({ latent: USE, picture: USE }),
    steps: fields({
      usual: COUNT,
      counts: STEPS,
      initialNoise: list(FINITE, 1000, 1),
      clip: { type: 'number', nullable: true },
    }),
    guidance: FINITE,
  },
  {
    encoder: fields({ picture: USE, latent: USE, isDistribution: { type: 'boolean' } }),
    preview: fields({ factors: list(COLOUR, 64, 1), bias: COLOUR }),
  },
);

const FILES = list(
  fields({
    path: TEXT,
    bytes: { type: 'integer', minimum: 0 },
    sha256: { type: 'string', pattern: '^[0-9a-f]{64}$' },
  }),
  100_000,
);
const TENSORS = list(fields({ name: TEXT, emitted: TEXT, dtype: TEXT, shape: SHAPE }), 64);

/** Of objects by names of their own. */
function named(value: object): object {
  return { type: 'object', maxProperties: 16, additionalProperties: value };
}

const PART = fields({
  inputs: TENSORS,
  outputs: TENSORS,
  targets: named(fields({ files: FILES })),
});

export const PIPELINE_SCHEMA: object = fields({
  targets: named(
    fields({
      description: DESCRIPTION,
      parts: {
        ...fields(Object.fromEntries(PART_NAMES.slice(0, 3).map((name) => [name, PART])), {
          vae_encoder: PART,
        }),
        additionalProperties: false,
      },
      files: FILES,
    }),
  ),
});
