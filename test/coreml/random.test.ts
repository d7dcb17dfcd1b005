/** Random graphs through the target: whatever is built, the package computes what the reference evaluates. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runPipeline } from '../../compiler/pipeline.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { printGraph } from '../../ir/print.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { isStaticType } from '../../ir/types.ts';
import type { AttentionForm } from '../../targets/coreml/lowering.ts';
import type { Opset } from '../../targets/coreml/syntax.ts';
import { coreml } from '../../targets/coreml/target.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { randomGraph } from '../passes/random-graph.ts';
import { randomImages } from '../passes/random-images.ts';
import { largestError } from '../support/difference.ts';
import { must, runProgram } from './run-program.ts';
import { contextFor } from './written-package.ts';

const SEEDS = { numRuns: 40, seed: 20_261_123 };
const FORMS: readonly (readonly [AttentionForm, Opset])[] = [
  ['original', 'CoreML6'],
  ['sdpa', 'CoreML8'],
  ['split_einsum', 'CoreML7'],
];

async function check(given: Graph, attention: AttentionForm, opset: Opset): Promise<void> {
  const graph = cloneGraph(given);
  const inputs = new Map(
    given.inputs.map(({ name = '', type }, index) => {
      if (!isStaticType(type)) throw new Error('a random graph has known shapes');
      return [name, seededTensor(type.dtype, type.shape, index + 1)] as const;
    }),
  );
  const expected = await evaluateGraph(given, inputs);
  const pipeline = coreml.pipeline(contextFor(graph, { options: { attention } }));
  must(await runPipeline(graph, pipeline, coreml.given));
  const actual = await runProgram(graph, { opset, attention }, inputs);
  expect(largestError(actual, expected), printGraph(graph)).toBeLessThan(1e-4);
}

describe.each(FORMS)('%s for %s', (attention, opset) => {
  it('on tensors of any shape', async () => {
    const property = fc.asyncProperty(randomGraph, (graph) => check(graph, attention, opset));
    await fc.assert(property, SEEDS);
  });

  it('on images', async () => {
    const images = fc.asyncProperty(randomImages(true), (graph) => check(graph, attention, opset));
    await fc.assert(images, SEEDS);
  });
});
