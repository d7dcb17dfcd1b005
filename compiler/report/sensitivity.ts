/** What `--budget` measured of each layer, as a file: how much of the outputs' power each form takes, and its bytes. */

import { Ajv } from 'ajv';
import type { ValidateFunction } from 'ajv';
import { GENERATOR } from '../host/output.ts';
import type { LayerReport, SensitivityReport } from './data-layers.ts';

/** Raised when a reader of the old form would misread the new one. */
const SENSITIVITY_SCHEMA = 1;

export interface Sensitivity {
  readonly generator: string;
  readonly kind: 'sensitivity';
  readonly schemaVersion: number;
  readonly forms: readonly string[];
  readonly layers: readonly {
    /** Of the model's nodes that read the weight, and its own. */
    readonly names: readonly string[];
    readonly choices: readonly { readonly bytes: number; readonly noise: number }[];
  }[];
}

export function printSensitivity(
  forms: Sensitivity['forms'],
  layers: Sensitivity['layers'],
): string {
  const head = { generator: GENERATOR, kind: 'sensitivity', schemaVersion: SENSITIVITY_SCHEMA };
  const rows = layers.map((layer) => `    ${JSON.stringify(layer)}`);
  const start = JSON.stringify({ ...head, forms }, undefined, 2).slice(0, -2);
  return `${start},\n  "layers": [\n${rows.join(',\n')}\n  ]\n}\n`;
}

const SCHEMA = {
  type: 'object',
  required: ['generator', 'kind', 'schemaVersion', 'forms', 'layers'],
  properties: {
    generator: { const: GENERATOR },
    kind: { const: 'sensitivity' },
    schemaVersion: { const: SENSITIVITY_SCHEMA },
    forms: { type: 'array', items: { type: 'string' } },
    layers: {
      type: 'array',
      items: {
        type: 'object',
        required: ['names', 'choices'],
        properties: {
          names: { type: 'array', items: { type: 'string' } },
          choices: {
            type: 'array',
            items: {
              type: 'object',
              required: ['bytes', 'noise'],
              properties: { bytes: { type: 'number' }, noise: { type: 'number', minimum: 0 } },
            },
          },
        },
      },
    },
  },
} as const;

let validator: ValidateFunction<Sensitivity> | undefined;

/** Undefined for anything else than such a file. */
export function parseSensitivity(text: string): Sensitivity | undefined {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  validator ??= new Ajv().compile<Sensitivity>(SCHEMA);
  return validator(json) ? json : undefined;
}

/** The noisiest in their fewest bits first. */
export function sensitivityReport(
  file: string,
  { forms, layers }: Sensitivity,
  stored: readonly LayerReport[],
): SensitivityReport {
  const chosen = new Map<string, string>();
  for (const { names, form } of stored) for (const name of names) chosen.set(name, form);
  const worst = (choices: Sensitivity['layers'][number]['choices']): number =>
    Math.max(0, ...choices.map(({ noise }) => noise));
  return {
    file,
    forms,
    layers: layers
      .toSorted((a, b) => worst(b.choices) - worst(a.choices))
      .map(({ names, choices }) => ({
        name: names[0] ?? '',
        decibels: choices.map(({ noise }) => (noise > 0 ? -10 * Math.log10(noise) : null)),
        bytes: choices.map(({ bytes }) => bytes),
        chosen: names.map((name) => chosen.get(name)).find((form) => form !== undefined) ?? null,
      })),
  };
}
