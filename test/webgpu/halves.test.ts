/** Weights of two bytes on a device that computes with four: every op reads them exactly as they were rounded. */

import { describe, expect, it } from 'vitest';
import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { decomposeNode } from '../../ir/decompose.ts';
import { hasTrait } from '../../ir/define.ts';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { castTensor, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { lowerings } from '../../targets/webgpu/lower/index.ts';
import type { Weight } from '../../targets/webgpu/program.ts';
import { boundBytes } from '../../targets/webgpu/stored.ts';
import { layoutWeights } from '../../targets/webgpu/weights.ts';
import { largestError } from '../support/samples.ts';
import { deviceNamed } from './memory-sink.ts';
import { sampleGraph } from './sample-graph.ts';

const DEVICE = deviceNamed('webgpu-default');
const ops: readonly OpDefinition[] = Object.values(builtinOps);

/** What passes make of a weight in fp16 where the device has no form for it. */
function widened(tensor: Tensor): Constant | undefined {
  if (tensor.dtype !== 'f32') return undefined;
  const half = dataConstant(castTensor(tensor, 'f16'));
  const type = { dtype: 'f32', shape: tensor.shape } as const;
  const attributes = { to: 'f32' };
  return { type, source: { kind: 'recipe', op: builtinOps.cast, operands: [half], attributes } };
}

function packedWeights(graph: Graph): readonly Weight[] {
  const { kernels } = lowerGraph(graph, DEVICE, 'fp16');
  const bound = kernels.flatMap(({ bindings }) => bindings.map(({ buffer }) => buffer));
  return bound.filter((buffer) => buffer.kind === 'weight').filter((w) => w.stored === 'halves');
}

/** Sums of rounded weights are rounded once more. */
const SUMMED = 1e-2;

/** The elements are those of the model, in whatever order. */
function isMoved({ source }: Constant): boolean {
  if (source.kind !== 'recipe') return true;
  const moves = hasTrait(source.op, 'movement') || hasTrait(source.op, 'conversion');
  return moves && source.operands.every((operand) => operand === undefined || isMoved(operand));
}

/** The sample where every float operand is such a weight: the largest error of any result, and what it may be. */
async function errorOf(
  op: OpDefinition,
  sample: Sample,
): Promise<{ readonly error: number; readonly allowed: number }> {
  const { graph, inputs } = sampleGraph(op, sample, widened);
  const expected = await evaluateGraph(graph, inputs);
  if (op.kind === 'composite' && !Object.hasOwn(lowerings, op.name)) {
    for (const node of graph.nodes()) if (node.op.kind === 'composite') decomposeNode(graph, node);
  }
  const needsHalf = [...expected.values()].some(({ dtype }) => dtype === 'f16');
  const packed = packedWeights(graph);
  const exact = packed.every(({ constant }) => isMoved(constant));
  const allowed = exact ? (sample.tolerance ?? 1e-5) : SUMMED;
  if (needsHalf || packed.length === 0) return { error: 0, allowed };
  const actual = await runGraph(graph, inputs, { precision: 'fp16' });
  const errors = [...expected].map(([name, value]) => {
    const result = actual.get(name);
    return result === undefined ? Infinity : largestError(result, value);
  });
  return { error: Math.max(...errors), allowed };
}

describe('every op that takes floats', () => {
  it.each(ops.filter((op) => op.samples.length > 0).map((op) => [op.name, op] as const))(
    '%s',
    async (_, op) => {
      const errors = await Promise.all(op.samples.map((sample) => errorOf(op, sample)));
      for (const [index, sample] of op.samples.entries()) {
        const { error = NaN, allowed = 0 } = errors[index] ?? {};
        expect(error, sample.name ?? `sample ${index}`).toBeLessThanOrEqual(allowed);
      }
    },
  );
});

/** y = x + w, with w of `count` elements. */
function sum(count: number, weight: (tensor: Tensor) => Constant): Graph {
  const values = Array.from({ length: count }, (_, index) => (index - 3) / 8);
  const graph = new Graph('sum');
  const a = graph.addInput('x', { dtype: 'f32', shape: [count] });
  const b = graph.addConstant(weight(tensorFrom('f32', [count], values)));
  const { results } = graph.insert({ op: builtinOps.add, operands: { a, b } });
  graph.setOutputs(results.map((value) => ({ name: 'y', value })));
  return graph;
}

describe('the bytes of a weight', () => {
  const half = (tensor: Tensor): Constant => widened(tensor) ?? dataConstant(tensor);

  it.each([
    [64, 128],
    [33, 68],
    [8, 16],
    [1, 16],
  ])('of %i elements are %i, whole words and no less than a vector', async (count, bytes) => {
    const graph = sum(count, half);
    const program = lowerGraph(graph, DEVICE, 'fp16');
    const { shards } = layoutWeights(program, 1 << 20);
    expect(packedWeights(graph).map(boundBytes)).toEqual([bytes]);
    expect(shards.map((shard) => shard.bytes)).toEqual([bytes]);
    const x = tensorFrom(
      'f32',
      [count],
      Array.from({ length: count }, () => 1000),
    );
    const inputs = new Map([['x', x]]);
    const [expected] = (await evaluateGraph(graph, inputs)).values();
    const [actual] = (await runGraph(graph, inputs, { precision: 'fp16' })).values();
    expect(actual?.data).toEqual(expected?.data);
  });

  it('are four each in fp32 and for what no pass rounded', () => {
    const stored = (...[graph, device, precision]: Parameters<typeof lowerGraph>) =>
      lowerGraph(graph, device, precision).kernels.flatMap(({ bindings }) =>
        bindings.flatMap(({ buffer }) => (buffer.kind === 'weight' ? [buffer.stored] : [])),
      );
    expect(stored(sum(64, half), DEVICE, 'fp16')).toEqual(['halves']);
    expect(stored(sum(64, half), DEVICE)).toEqual(['f32']);
    // Where the device computes with halves, what passes compute in fp32 takes no more.
    expect(stored(sum(64, half), deviceNamed('lavapipe'), 'fp16')).toEqual(['f16']);
    expect(stored(sum(64, dataConstant), DEVICE, 'fp16')).toEqual(['f32']);
  });
});
