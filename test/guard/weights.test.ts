/** What is known of weights, and of ops of one's own. */

import { expect, test } from 'vitest';
import { analyseRanges } from '../../compiler/guard/analyse.ts';
import { guardGraph } from '../../compiler/guard/guard.ts';
import { WeightMeasures } from '../../compiler/guard/statistics.ts';
import { measureWeights } from '../../compiler/guard/weights.ts';
import { constantOf } from '../../compiler/passes/shared/constant-folding.ts';
import { dataConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { defineOp, operand } from '../../ir/define.ts';
import type { OpDefinition } from '../../ir/define.ts';
import type { Diagnostic } from '../../ir/diagnostics.ts';
import { Graph } from '../../ir/graph.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { scalarTensor, tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';

const CONTEXT = { report: () => undefined, signal: undefined };

/** Floats in a file that is read by ranges. */
function stored(shape: readonly number[], values: readonly number[]): Constant {
  const floats = Float32Array.from(values);
  const bytes = new Uint8Array(floats.buffer);
  const store = {
    name: 'weights.bin',
    size: bytes.length,
    read: async (offset: number, length: number) => bytes.slice(offset, offset + length),
  };
  const source = { kind: 'bytes', store, offset: 0, length: bytes.length } as const;
  return { type: { dtype: 'f32', shape }, source };
}

test('sums along an axis, through what moves and scales a weight', async () => {
  const weight = stored([2, 3], [1, -2, 3, -4, 5, 6]);
  const measures = new WeightMeasures();
  await measures.measure(weight, 0);
  await measures.measure(weight, 1);
  expect(measures.rows(weight, 0)).toEqual({
    count: 3,
    most: 15,
    root: Math.sqrt(77),
    all: Math.sqrt(91),
  });
  expect(measures.rows(weight, 1)?.most).toBe(9);
  const turned = constantOf(builtinOps.transpose, [weight], { perm: [1, 0] });
  const half = constantOf(builtinOps.mul, [turned, dataConstant(scalarTensor('f32', -0.5))], {});
  expect(measures.rows(half, 1)?.most).toBe(7.5);
  expect(measures.of(half, undefined)?.largest).toBe(3);
});

test('pieces of any length give the same', async () => {
  const shape = [5, 300, 400];
  const values = Array.from({ length: elementCount(shape) }, (_, at) => Math.sin(at) * (at % 7));
  const measures = new WeightMeasures();
  for (const axis of [0, 1, 2]) {
    const sums = Array.from({ length: shape[axis] ?? 0 }, () => 0);
    const inner = elementCount(shape.slice(axis + 1));
    const floats = Float32Array.from(values);
    floats.forEach((value, at) => {
      const row = Math.floor(at / inner) % sums.length;
      sums[row] = (sums[row] ?? 0) + Math.abs(value);
    });
    const weight = stored(shape, values);
    await measures.measure(weight, axis);
    expect(measures.rows(weight, axis)?.most).toBeCloseTo(Math.max(...sums), 3);
  }
});

test('numbers beyond fp16, and those that become 0, are told by name and share', async () => {
  const graph = new Graph('weights');
  const x = graph.addInput('x', { dtype: 'f32', shape: [1, 4] });
  const values = [70000, 1e-9, 0, 1, -1e5, 2, 3, 1e-8];
  const weight = graph.addConstant(stored([4, 2], values), 'layer.weight');
  const origin = { onnx: ['/layer/MatMul'], passes: [] };
  const node = graph.insert({ op: builtinOps.matmul, operands: { a: x, b: weight }, origin });
  graph.setOutputs(node.results.map((value) => ({ name: 'y', value })));
  const found: Diagnostic[] = [];
  const settings = {
    mode: 'repair',
    halves: { values: 'fp32', sums: 'fp32', squares: 'fp32' },
    ranges: new Map(),
    wideResiduals: false,
    wideLayers: 0,
    measures: new WeightMeasures(),
    extremes: undefined,
  } as const;
  const context = { report: (one: Diagnostic) => void found.push(one), signal: undefined };
  const guarded = await guardGraph(graph, settings, context);
  expect(guarded?.report.weights).toEqual([
    {
      name: 'layer.weight',
      nodes: ['/layer/MatMul'],
      elements: 8,
      beyond: 2,
      vanished: 2,
      largest: 1e5,
    },
  ]);
  expect(guarded?.islands.size).toBe(1);
  expect(guarded?.report.left).toBe(0);
  expect(found.map(({ code }) => code)).toEqual([
    'SNAPC3163',
    'SNAPC3164',
    'SNAPC3165',
    'SNAPC3160',
  ]);
  expect(found[1]?.message).toContain('"layer.weight" (2 of 8, 25 %, the largest 100000)');
});

/** Without `range`, nothing is known of what it computes. */
function ownOp(says: boolean): OpDefinition {
  const wave = defineOp({
    name: 'wave',
    operands: { input: operand(['f32']) },
    attributes: {},
    traits: ['pure'],
    infer: ({ input }) => input,
    evaluate: ({ input }) =>
      tensorFrom(
        'f32',
        input.shape,
        toNumbers(input).map((x) => 5 * Math.sin(x)),
      ),
    cost: () => ({ flops: 1 }),
    range: () => ({ low: -5, high: 5 }),
    samples: [],
  });
  const { range: _, ...silent } = wave;
  return says ? wave : silent;
}

test.each([true, false])('an op of the user says where it lies: %s', async (says) => {
  const graph = new Graph('own');
  const input = graph.addInput('x', { dtype: 'f32', shape: [4] });
  const [wave] = graph.insert({ op: ownOp(says), operands: { input } }).results;
  if (wave === undefined) throw new Error('one result');
  const [y] = graph.insert({ op: builtinOps.exp, operands: { input: wave } }).results;
  if (y === undefined) throw new Error('one result');
  graph.setOutputs([{ name: 'y', value: y }]);
  const measures = new WeightMeasures();
  await measureWeights(graph, measures, CONTEXT);
  const { high } = analyseRanges(graph, { inputs: new Map(), measures }).range(y);
  if (says) expect(high).toBeCloseTo(Math.exp(5), 2);
  else expect(high).toBe(Infinity);
});
