/** The ways to store weights that are compared, with plain rounding to the nearest beside each. */

import type { Compression } from '../../compiler/api/node.ts';

export interface PrecisionRow {
  readonly name: string;
  /** Weights are rounded to fp16 when absent. */
  readonly compression: Compression | undefined;
  /** What is asked of it, in dB. */
  readonly bound?: number;
}

type Rule = Compression['rules'][number];

/** Layers of a model this small count too. */
const SMALLEST = 256;

function row(name: string, rule: Rule, bound?: number): PrecisionRow {
  return rowOf(name, [{ compensate: false, ...rule }], bound);
}

function rowOf(name: string, rules: readonly Rule[], bound: number | undefined): PrecisionRow {
  const compression = { rules, min_elements: SMALLEST };
  return { name, compression, ...(bound === undefined ? {} : { bound }) };
}

/** Diffusers' names of a UNet's and a decoder's first and last layers, which have few weights and lose most in 4 bits. */
const ENDS = ['*conv_in*', '*conv_out*'];

function endsInBytes(name: string, rule: Rule, bound?: number): PrecisionRow {
  const { compensate = false } = rule;
  const ends: Rule = { match: ENDS, form: 'int8', scales: 'mse', compensate };
  return rowOf(name, [ends, { compensate, ...rule }], bound);
}

/** Weights without compensation, so that what differs is the activations. */
function activations(name: string, form: NonNullable<Compression['activations']>): PrecisionRow {
  const rules = [{ form: 'w8a8', compensate: false }] as const;
  const compression = { rules, min_elements: SMALLEST, activations: form };
  return { name: `w8a8, ${name}`, compression };
}

/** Through emitted artifacts too. */
export const ROWS: readonly PrecisionRow[] = [
  { name: 'float16', compression: undefined },
  row('int8, nearest', { form: 'int8' }),
  row('int8, compensated', { form: 'int8', scales: 'mse', compensate: true }, 38),
  row('palette6, nearest', { form: 'palette6' }),
  row('palette6, compensated', { form: 'palette6', compensate: true }, 33),
  row('int4 groups of 32, nearest', { form: 'int4', scales: 'max', ends: 0 }),
  row('int4 groups of 32, compensated', { form: 'int4', compensate: true, ends: 0 }, 24),
  endsInBytes('int4, ends in int8, nearest', { form: 'int4', scales: 'max' }),
  endsInBytes('int4, ends in int8, compensated', { form: 'int4', compensate: true }, 24),
  activations('ranges by min-max', { method: 'min-max' }),
  row('w8a8', { form: 'w8a8' }, 25),
];

/** Through the reference evaluator alone. */
export const FURTHER_ROWS: readonly PrecisionRow[] = [
  row('int8, scales by MSE', { form: 'int8', scales: 'mse' }),
  row('int8 groups of 32, compensated', { form: 'int8', group: 32, compensate: true }),
  row('palette6, weighted', { form: 'palette6', weighted: true }),
  row('palette6, weighted and compensated', { form: 'palette6', weighted: true, compensate: true }),
  row('palette4, nearest', { form: 'palette4' }),
  row('palette4, weighted', { form: 'palette4', weighted: true }),
  row('palette4, compensated', { form: 'palette4', compensate: true }),
  row('palette4, weighted and compensated', { form: 'palette4', weighted: true, compensate: true }),
  row('int4 groups of 32, scales by MSE', { form: 'int4', scales: 'mse', ends: 0 }),
  row('w8a8, compensated', { form: 'w8a8', scales: 'mse', compensate: true }),
  activations('ranges by percentile', { method: 'percentile' }),
  activations('ranges by entropy', { method: 'entropy' }),
  activations('no zero points', { symmetric: true }),
  activations('first and last too', { ends: true }),
  activations('attention too', { attention: true }),
  activations('results too', { full: true, concats: 'whole' }),
  activations('biases corrected', { correct_biases: true }),
  activations('smoothed by 0.3', { smooth: 0.3 }),
];
