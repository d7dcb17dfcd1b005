/** Every op on every sample of its declaration, in each opset: what the written package computes is the reference. */

import { describe, expect, it } from 'vitest';
import { narrowIntegers } from '../../compiler/passes/narrow-integers.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { lowerings } from '../../targets/coreml/lower/index.ts';
import { decomposeFor } from '../../targets/coreml/lowerings.ts';
import { setInterface } from '../../targets/coreml/set-interface.ts';
import type { Opset } from '../../targets/coreml/syntax.ts';
import { castTensor } from '../../ir/tensor.ts';
import { largestError } from '../support/samples.ts';
import { sampleGraph } from '../webgpu/sample-graph.ts';
import { runProgram } from './run-program.ts';

const ops: readonly OpDefinition[] = Object.values(builtinOps);
const TOLERANCE = 1e-4;
const TOLERANCE_HALF = 1e-2;

it('every core op lowers', () => {
  const missing = Object.keys(coreOps).filter((name) => !Object.hasOwn(lowerings, name));
  expect(missing).toEqual([]);
});

describe.each(['CoreML6', 'CoreML7', 'CoreML8'] as const)('%s', (opset) => {
  it.each(ops.filter((op) => op.samples.length > 0).map((op) => [op.name, op] as const))(
    '%s',
    async (_, op) => {
      for (const [index, sample] of op.samples.entries()) {
        const { half, error } = await errorOf(op, sample, opset);
        const tolerance = sample.tolerance === 0 ? 0 : half ? TOLERANCE_HALF : TOLERANCE;
        expect(error, sample.name ?? `sample ${index}`).toBeLessThanOrEqual(tolerance);
      }
    },
  );
});

async function errorOf(op: OpDefinition, sample: Sample, opset: Opset) {
  const { graph, inputs } = sampleGraph(op, sample);
  const expected = await evaluateGraph(graph, inputs);
  const context = { opset, attention: 'sdpa' as const };
  const half = usesHalf(graph);
  const steps = [setInterface, narrowIntegers, decomposeFor(context)];
  const done = await runPipeline(
    graph,
    steps.map((pass) => ({ pass, options: {} })),
  );
  if (!done.ok) throw new Error(done.diagnostics.map(formatDiagnostic).join('\n'));
  const actual = await runProgram(graph, context, inputs);
  const errors = [...expected].map(([name, value]) => {
    const result = actual.get(name);
    return result === undefined ? Infinity : largestError(castTensor(result, value.dtype), value);
  });
  return { half, error: Math.max(...errors) };
}

function usesHalf(graph: Graph): boolean {
  const values = [...graph.nodes()].flatMap((node) => [...node.operands, ...node.results]);
  return values.some((value) => value?.type.dtype === 'f16');
}
