/** The ways to store weights that are compared, with plain rounding to the nearest beside each. */

import type { Compression } from '../../compiler/api/node.ts';

export interface PrecisionRow {
  readonly name: string;
  /** Weights are rounded to fp16 when absent. */
  readonly compression: Compression | undefined;
  /** Whether the model is run for it first. */
  readonly calibrated: boolean;
}

type Rule = Compression['rules'][number];

/** Layers of a model this small count too. */
const SMALLEST = 256;

function row(name: string, rule: Rule): PrecisionRow {
  const calibrated = rule.compensate === true || rule.weighted === true || rule.form === 'w8a8';
  const compression = { rules: [{ compensate: false, ...rule }], min_elements: SMALLEST };
  return { name, compression, calibrated };
}

/** Diffusers' names of a UNet's and a decoder's first and last layers, which have few weights and lose most in 4 bits. */
const ENDS = ['*conv_in*', '*conv_out*'];

function endsInBytes(name: string, rule: Rule): PrecisionRow {
  const { compensate = false } = rule;
  const rules: readonly Rule[] = [
    { match: ENDS, form: 'int8', scales: 'mse', compensate },
    { compensate, ...rule },
  ];
  return { name, compression: { rules, min_elements: SMALLEST }, calibrated: compensate };
}

function palettes(form: 'palette6' | 'palette4'): readonly PrecisionRow[] {
  return [
    row(`${form}, nearest`, { form }),
    row(`${form}, weighted`, { form, weighted: true }),
    row(`${form}, compensated`, { form, compensate: true }),
    row(`${form}, weighted and compensated`, { form, weighted: true, compensate: true }),
  ];
}

/** Weights without compensation, so that what differs is the activations. */
function activations(name: string, form: NonNullable<Compression['activations']>): PrecisionRow {
  const rules = [{ form: 'w8a8', compensate: false }] as const;
  const compression = { rules, min_elements: SMALLEST, activations: form };
  return { name: `w8a8, ${name}`, compression, calibrated: true };
}

export const ROWS: readonly PrecisionRow[] = [
  { name: 'float16', compression: undefined, calibrated: false },
  row('int8, nearest', { form: 'int8' }),
  row('int8, scales by MSE', { form: 'int8', scales: 'mse' }),
  row('int8, compensated', { form: 'int8', scales: 'mse', compensate: true }),
  ...palettes('palette6'),
  ...palettes('palette4'),
  row('int4 groups of 32, nearest', { form: 'int4', scales: 'max' }),
  row('int4 groups of 32, scales by MSE', { form: 'int4', scales: 'mse' }),
  row('int4 groups of 32, compensated', { form: 'int4', compensate: true }),
  endsInBytes('int4 groups of 32, ends in int8, nearest', { form: 'int4', scales: 'max' }),
  endsInBytes('int4 groups of 32, ends in int8, compensated', { form: 'int4', compensate: true }),
  row('w8a8', { form: 'w8a8' }),
  row('w8a8, compensated', { form: 'w8a8', scales: 'mse', compensate: true }),
  activations('ranges by min-max', { method: 'min-max' }),
  activations('ranges by percentile', { method: 'percentile' }),
  activations('ranges by entropy', { method: 'entropy' }),
  activations('no zero points', { symmetric: true }),
  activations('first and last too', { ends: true }),
  activations('attention too', { attention: true }),
  activations('results too', { full: true, concats: 'whole' }),
  activations('biases corrected', { correct_biases: true }),
  activations('smoothed by 0.3', { smooth: 0.3 }),
];
