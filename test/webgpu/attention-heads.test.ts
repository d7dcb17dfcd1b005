/** Attention on heads of one product: what splits and joins them is no copy, and the numbers are right. */

import { expect, it } from 'vitest';
import { createBuilder } from '../../ir/builder.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { Graph } from '../../ir/graph.ts';
import type { Value } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorType } from '../../ir/types.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { largestError } from '../support/samples.ts';
import { deviceNamed } from './memory-sink.ts';

const [BATCH, PLACES] = [2, 10];

it.each([
  [2, 8],
  [3, 4],
  [2, 6],
])('%i heads of %i features', async (heads, features) => {
  const width = heads * features;
  const type = tensorType('f32', [BATCH, PLACES, 3 * width]);
  const graph = new Graph('heads');
  const product = graph.addInput('product', type);
  const b = createBuilder(builtinOps, graph);
  const part = (index: number): Value => {
    const starts = [0, 0, index * width];
    const ends = [BATCH, PLACES, (index + 1) * width];
    const own = b.slice({ input: product }, { starts, ends, steps: [1, 1, 1] });
    const split = b.reshape({ input: own }, { shape: [BATCH, PLACES, heads, features] });
    return b.transpose({ input: split }, { perm: [0, 2, 1, 3] });
  };
  const attended = b.attention(
    { query: part(0), key: part(1), value: part(2) },
    { scale: 1 / Math.sqrt(features) },
  );
  const joined = b.transpose({ input: attended }, { perm: [0, 2, 1, 3] });
  const value = b.reshape({ input: joined }, { shape: [BATCH, PLACES, width] });
  graph.setOutputs([{ name: 'y', value }]);

  const inputs = new Map([['product', seededTensor('f32', type.shape, 1)]]);
  const expected = (await evaluateGraph(graph, inputs)).get('y');
  for (const name of ['webgpu-default', 'swiftshader']) {
    const device = deviceNamed(name);
    expect(lowerGraph(graph, device).kernels.map(({ label }) => label)).toEqual(['attention']);
    const actual = (await runGraph(graph, inputs, { device, adapter: 'swiftshader' })).get('y');
    expect(actual && expected && largestError(actual, expected)).toBeLessThan(1e-5);
  }
});
