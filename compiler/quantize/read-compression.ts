/** Reads rules of compression from a JSON file of the user's and reports every fault in it at once. */

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { failure, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import { schemaFaults } from '../schema-faults.ts';
import type { Compression, CompressionRule } from './compression.ts';
import { badRule, compressionNotJson } from './diagnostics.ts';
import { WEIGHT_FORMS, takesShare } from './weight-forms.ts';

const GLOB = { type: 'string', minLength: 1, pattern: '^[^,]*$' } as const;

const SCHEMA = {
  type: 'object',
  additionalProperties: false,
  required: ['rules'],
  properties: {
    $schema: { type: 'string' },
    rules: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        additionalProperties: false,
        required: ['form'],
        properties: {
          match: { anyOf: [GLOB, { type: 'array', minItems: 1, items: GLOB }] },
          form: { type: 'string', enum: WEIGHT_FORMS },
          group: { type: 'integer', minimum: 0 },
          symmetric: { type: 'boolean' },
          scales: { type: 'string', enum: ['max', 'mse'] },
          ends: { type: 'integer', enum: [0, 4, 8] },
          compensate: { type: 'boolean' },
          weighted: { type: 'boolean' },
          share: { type: 'number', minimum: 0, maximum: 1 },
          kept: { type: 'integer', minimum: 0 },
        },
      },
    },
    min_elements: { type: 'integer', minimum: 0 },
    embeddings: { type: 'boolean' },
    activations: {
      type: 'object',
      additionalProperties: false,
      properties: {
        method: { type: 'string' },
        percentile: { type: 'number', exclusiveMinimum: 0, maximum: 100 },
        symmetric: { type: 'boolean' },
        ends: { type: 'boolean' },
        time: { type: 'boolean' },
        attention: { type: 'boolean' },
        full: { type: 'boolean' },
        concats: { type: 'string', enum: ['parts', 'whole'] },
        bands: { type: 'integer', minimum: 1 },
        band: { type: 'integer', minimum: -1 },
        smooth: { type: 'number', minimum: 0, maximum: 1 },
        correct_biases: { type: 'boolean' },
      },
    },
  },
} as const;

const WORDS = {
  pattern: 'has a comma: give a list of patterns',
  anyOf: 'must be a pattern or a list of patterns',
};

let validator: ValidateFunction<Compression> | undefined;

/** `file` is what diagnostics call it. */
export function readCompression(text: string, file: string): Result<Compression> {
  let json: unknown;
  try {
    json = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return failure([compressionNotJson(file, error instanceof Error ? error.message : '')]);
  }
  validator ??= new Ajv({ allErrors: true }).compile<Compression>(SCHEMA);
  if (validator(json)) {
    const found = json.rules.flatMap((rule, index) =>
      contradictionsOf(rule).map(([key, reason]) => badRule(file, `rules.${index}.${key}`, reason)),
    );
    return found.length > 0 ? failure(found) : success(json);
  }
  const faults = schemaFaults(validator.errors, WORDS);
  return failure(faults.map(({ place, reason }) => badRule(file, place, reason)));
}

/** Options of a rule that its other options leave without a meaning, and why. */
function contradictionsOf({
  form,
  share,
  kept,
  group = 0,
  ends,
  compensate,
}: CompressionRule): readonly (readonly [string, string])[] {
  const found: (readonly [string, string])[] = [];
  if (share !== undefined && !takesShare(form)) {
    found.push(['share', `does not go with the form ${form}`]);
  } else if (share !== undefined && compensate === true) {
    found.push(['share', 'does not go with compensate']);
  }
  if (ends !== undefined && !['int8', 'int4', 'w8a8'].includes(form)) {
    found.push(['ends', `does not go with the form ${form}`]);
  }
  if (kept !== undefined && form !== 'sparse') {
    found.push(['kept', `does not go with the form ${form}: sparse has it`]);
  } else if (kept !== undefined && group === 0) {
    found.push(['kept', 'needs "group": of how many inputs they are']);
  } else if (kept !== undefined && share !== undefined) {
    found.push(['kept', 'does not go with "share"']);
  } else if (kept === undefined && form === 'sparse' && group > 0) {
    found.push(['group', 'needs "kept": how many of them stay']);
  }
  return found;
}
