/** The rules that a report writes of what was done: they can be read, and lead to the same passes again. */

import { expect, it } from 'vitest';
import type { PassStep } from '../../compiler/pass.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import { readCompression } from '../../compiler/quantize/read-compression.ts';
import { ruleOf } from '../../compiler/quantize/weight-forms.ts';
import { compressionOf } from '../../compiler/report/recipe.ts';

const namesAndOptions = (steps: readonly PassStep[]): unknown =>
  steps.map(({ pass, options }) => [pass.name, options]);

it.each([
  'int8',
  'int4',
  'w8a8',
  'palette6',
  'sparse=0.75',
  'sparse=2:4',
  'sparse=0.75,int8',
  'sparse=0.75,palette4',
])('%s is repeated', (words) => {
  const rule = ruleOf(words);
  if (rule === undefined) throw new Error('no form');
  const steps = compressionSteps({ rules: [rule, { match: '*.bias', form: 'int8' }] });
  const read = readCompression(JSON.stringify(compressionOf(steps)), 'rules.json');
  if (!read.ok) throw new Error(JSON.stringify(read.diagnostics));
  expect(namesAndOptions(compressionSteps(read.value))).toEqual(namesAndOptions(steps));
});
