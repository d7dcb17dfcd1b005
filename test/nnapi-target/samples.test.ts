/** Every op on every sample of its declaration, at each level that differs: what is lowered computes the same, and is legal. */

import { describe, expect, it } from 'vitest';
import { narrowIntegers } from '../../compiler/passes/narrow-integers.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import { formatDiagnostic } from '../../ir/diagnostics.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { castTensor } from '../../ir/tensor.ts';
import { decomposeFor } from '../../targets/nnapi/decompose/pass.ts';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import { lowerGraph } from '../../targets/nnapi/lower.ts';
import { contextAt } from '../nnapi-numbers/levels.ts';
import { largestError } from '../support/samples.ts';
import { sampleGraph } from '../webgpu/sample-graph.ts';
import { checkModel } from './check-model.ts';

const ops: readonly OpDefinition[] = Object.values(builtinOps);
const TOLERANCE = 2e-6;
const TOLERANCE_HALF = 1e-2;

describe.each([29, 30, 1_000_006, 1_000_007] as const)('level %i', (featureLevel) => {
  it.each(ops.filter((op) => op.samples.length > 0).map((op) => [op.name, op] as const))(
    '%s',
    async (_, op) => {
      for (const [index, sample] of op.samples.entries()) {
        const name = sample.name ?? `sample ${index}`;
        const { half, error, wrong } = await lowered(op, sample, featureLevel);
        expect(wrong, name).toEqual([]);
        const least = half ? TOLERANCE_HALF : TOLERANCE;
        expect(error, name).toBeLessThanOrEqual(Math.max(least, sample.tolerance ?? 0));
      }
    },
  );
});

async function lowered(op: OpDefinition, sample: Sample, featureLevel: FeatureLevel) {
  const { graph, inputs } = sampleGraph(op, sample);
  const expected = await evaluateGraph(graph, inputs);
  const context = contextAt(featureLevel);
  const half = [...graph.nodes()]
    .flatMap((node) => [...node.operands, ...node.results])
    .some((value) => value?.type.dtype === 'f16');
  const done = await runPipeline(
    graph,
    [narrowIntegers, decomposeFor(context)].map((pass) => ({ pass, options: {} })),
  );
  if (!done.ok) throw new Error(done.diagnostics.map(formatDiagnostic).join('\n'));
  const narrow = new Map(
    graph.inputs.map(({ name = '', type }) => {
      const tensor = inputs.get(name);
      if (tensor === undefined) throw new Error(`no input ${name}`);
      return [name, castTensor(tensor, type.dtype)] as const;
    }),
  );
  const actual = await evaluateGraph(graph, narrow);
  const errors = [...expected].map(([name, value]) => {
    const result = actual.get(name);
    return result === undefined ? Infinity : largestError(castTensor(result, value.dtype), value);
  });
  return { half, error: Math.max(...errors), wrong: checkModel(lowerGraph(graph, context)) };
}
