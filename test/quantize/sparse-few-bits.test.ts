/** Weights that are first made sparse and then stored in few bits: scales and palettes are for what stays. */

import { expect, it } from 'vitest';
import { compressedForm } from '../../compiler/compressed/form.ts';
import { sparseForm } from '../../compiler/compressed/sparse.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import { ruleOf } from '../../compiler/quantize/weight-forms.ts';
import { materialize } from '../../ir/constant.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { must } from '../coreml/run-program.ts';
import { graphOf } from '../coreml/written-package.ts';

async function weightIn(words: string): Promise<readonly number[]> {
  const graph = graphOf(`graph @layer(%x: f32[2,64]) {
    @w = seeded 1 0.5 : f32[64,96]
    %y = matmul(%x, @w) : f32[2,96]
    return y=%y
  }`);
  const rule = ruleOf(words);
  if (rule !== undefined) {
    const steps = compressionSteps({ rules: [rule], min_elements: 0 });
    must(await runPipeline(graph, steps, []));
  }
  const [weight] = graph.constants().flatMap(({ constant }) => constant ?? []);
  if (weight === undefined) throw new Error('no weight');
  if (rule?.share !== undefined) expect(sparseForm(weight)).toBeDefined();
  if (rule?.share === undefined && rule !== undefined) expect(compressedForm(weight)).toBeDefined();
  return toNumbers(await materialize(weight));
}

/** The largest difference from the numbers of a sparse weight that are not 0. */
async function lossOf(words: string): Promise<number> {
  const [sparse, given] = [await weightIn('sparse=0.75'), await weightIn(words)];
  const errors = given.map((number, at) => {
    const wanted = sparse[at] ?? 0;
    if (wanted === 0 && words.startsWith('sparse')) expect(number).toBe(0);
    return wanted === 0 ? 0 : Math.abs(number - wanted);
  });
  return Math.max(...errors);
}

it('keeps what a sparse weight keeps', async () => {
  const largest = Math.max(...(await weightIn('none')).map(Math.abs));
  expect(await lossOf('sparse=0.75,int8')).toBeLessThan(largest / 250);
  expect(await lossOf('sparse=0.75,palette8')).toBeLessThan(largest / 250);
});

it('spends no entry of a palette on what is left out', async () => {
  const numbers = await weightIn('sparse=0.75,palette4');
  expect(new Set(numbers).size).toBe(17);
  expect(new Set(await weightIn('palette4')).size).toBe(16);
  // Half of the entries on each side of 0, where no number is small.
  expect(await lossOf('sparse=0.75,palette4')).toBeLessThan(await lossOf('palette4'));
});

it('is said in words', () => {
  expect(ruleOf('int8')).toEqual({ form: 'int8' });
  expect(ruleOf('sparse')).toEqual({ form: 'sparse' });
  expect(ruleOf('sparse=0.75')).toEqual({ form: 'sparse', share: 0.75 });
  expect(ruleOf('sparse,int4')).toEqual({ form: 'int4', share: 0.5 });
  expect(ruleOf('sparse=0.9,palette6')).toEqual({ form: 'palette6', share: 0.9 });
  for (const words of [
    'sparse=',
    'sparse=2',
    'sparse=.',
    'sparse,float',
    'int8,sparse',
    'rules.json',
  ]) {
    expect(ruleOf(words)).toBeUndefined();
  }
});
