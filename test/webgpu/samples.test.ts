/** Every op on every sample of its declaration: what Dawn computes is what the reference evaluates. */

import { describe, expect, it } from 'vitest';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerings } from '../../targets/webgpu/lower/index.ts';
import { largestError } from '../support/samples.ts';
import { sampleGraph } from './sample-graph.ts';

const ops: readonly OpDefinition[] = Object.values(builtinOps);

it('every core op lowers', () => {
  const missing = Object.keys(coreOps).filter((name) => !Object.hasOwn(lowerings, name));
  expect(missing).toEqual([]);
});

describe('WebGPU computes what the reference evaluates', () => {
  it.each(ops.filter((op) => op.samples.length > 0).map((op) => [op.name, op] as const))(
    '%s',
    async (_, op) => {
      const samples = op.samples.filter((sample) => !usesHalf(op, sample));
      const errors = await Promise.all(samples.map((sample) => errorOf(op, sample)));
      for (const [index, sample] of samples.entries()) {
        const title = sample.name ?? `sample ${index}`;
        expect(errors[index], title).toBeLessThanOrEqual(sample.tolerance ?? 1e-5);
      }
    },
  );
});

/** The largest error of any result; a composite op without a lowering of its own is decomposed. */
async function errorOf(op: OpDefinition, sample: Sample): Promise<number> {
  const { graph, inputs } = sampleGraph(op, sample);
  const expected = await evaluateGraph(graph, inputs);
  if (op.kind === 'composite' && !Object.hasOwn(lowerings, op.name)) {
    for (const node of graph.nodes()) if (node.op.kind === 'composite') decomposeNode(graph, node);
  }
  const actual = await runGraph(graph, inputs);
  return Math.max(
    ...[...expected].map(([name, value]) => {
      const result = actual.get(name);
      return result === undefined ? Infinity : largestError(result, value);
    }),
  );
}

/** f16 needs shader-f16, which not every adapter has; test/slow/half-kernels.apt.test.ts runs these samples. */
function usesHalf(op: OpDefinition, sample: Sample): boolean {
  const { graph } = sampleGraph(op, sample);
  const values = [...graph.nodes()].flatMap((node) => [...node.operands, ...node.results]);
  return values.some((value) => value?.type.dtype === 'f16');
}
