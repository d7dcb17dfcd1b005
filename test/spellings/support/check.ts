/**
 * Takes a model from ONNX to WebGPU's passes and to a device, and compares each step with onnxruntime; tells which ops
 * the passes have found in it.
 */

import { expect } from 'vitest';
import { modelFromBytes } from '../../../compiler/host/memory.ts';
import { importOnnx } from '../../../compiler/import/onnx/import.ts';
import type { PassStep } from '../../../compiler/pass.ts';
import { runPipeline } from '../../../compiler/pipeline.ts';
import { hasTrait } from '../../../ir/define.ts';
import { formatDiagnostic } from '../../../ir/diagnostics.ts';
import type { Diagnostic, Result } from '../../../ir/diagnostics.ts';
import { evaluateGraph } from '../../../ir/evaluate.ts';
import type { Graph } from '../../../ir/graph.ts';
import { seededTensor } from '../../../ir/seeded.ts';
import { castTensor, tensorFrom } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import type { DType } from '../../../ir/types.ts';
import { findDevice } from '../../../targets/devices/index.ts';
import { given, pipeline } from '../../../targets/webgpu/pipeline.ts';
import { runGraph } from '../../../targets/webgpu/host/run-graph.ts';
import { expectSame } from '../../import/support/compare.ts';
import { runInOnnxruntime } from '../../import/support/onnxruntime.ts';

/** Dims without a size, and nodes that cannot be converted before they have one. */
const NEEDS_DIMS = ['SNAPC2270', 'SNAPC2271'];

export type Tensors = ReadonlyMap<string, Tensor>;

/** How many nodes of each op do more than move elements. */
export type Counts = Readonly<Record<string, number>>;

export interface Expected {
  readonly model: Uint8Array;
  readonly inputs: Tensors;
  /** What the raised graph computes with; what only moves elements is not counted. */
  readonly ops: Counts;
  /** 1e-4 when absent. */
  readonly tolerance?: number;
  /** False where another test runs the same kernels. */
  readonly device?: boolean;
}

/** Imports, raises and runs the model; what it holds and what it computes must be as expected. */
export async function checkSpelling(expected: Expected): Promise<void> {
  const { model, inputs, tolerance = 1e-4 } = expected;
  const reference = await runInOnnxruntime(model, inputs);
  await checkUnbound(model);
  const graph = await importedGraph(model, inputs);
  expectSame(await evaluateGraph(graph, inputs), reference, tolerance);
  expect(await raise(graph)).toEqual(expected.ops);
  // The passes may have given inputs and outputs the dtypes that the device has.
  const fitted = like(inputs, new Map(graph.inputs.map(({ name = '', type }) => [name, type])));
  const runs = expected.device === false ? [evaluateGraph] : [evaluateGraph, runGraph];
  for (const run of runs) {
    expectSame(like(await run(graph, fitted), reference), reference, tolerance);
  }
}

export function like(
  tensors: Tensors,
  types: ReadonlyMap<string, { readonly dtype: DType }>,
): Tensors {
  return new Map(
    Array.from(tensors, ([name, value]) => {
      return [name, castTensor(value, types.get(name)?.dtype ?? value.dtype)] as const;
    }),
  );
}

/** Without sizes the model imports too, or says which dims it needs. */
async function checkUnbound(model: Uint8Array): Promise<void> {
  const { ok, diagnostics } = await importOnnx(modelFromBytes(model));
  if (!ok) expect(NEEDS_DIMS).toEqual(expect.arrayContaining(diagnostics.map(({ code }) => code)));
}

async function importedGraph(model: Uint8Array, inputs: Tensors): Promise<Graph> {
  const inputShapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape] as const));
  const result = await importOnnx(modelFromBytes(model), { inputShapes });
  return valueOf(result).graph;
}

/** Runs all passes; the counts are those when all that raise have run. */
export async function raise(graph: Graph): Promise<Counts> {
  const steps = pipeline({
    precision: 'fp32',
    device: valueOf(findDevice('webgpu-default')),
    options: { residuals: 'fp32' },
  });
  const raises = steps.map(({ pass }) => pass.name.startsWith('raise-'));
  const end = raises.findIndex((raising, index) => !raising && raises[index - 1] === true);
  await runSteps(graph, steps.slice(0, end));
  const counts = countsOf(graph);
  await runSteps(graph, steps.slice(end));
  return counts;
}

async function runSteps(graph: Graph, steps: readonly PassStep[]): Promise<void> {
  valueOf(await runPipeline(graph, steps, given, { verifyEach: true }));
}

function countsOf(graph: Graph): Counts {
  const counts: Record<string, number> = {};
  const needed = new Set(graph.outputs.map(({ value }) => value.producer));
  for (const node of graph.nodesReversed()) {
    if (!needed.has(node)) continue;
    for (const operand of node.operands) needed.add(operand?.producer);
    if (hasTrait(node.op, 'movement') || hasTrait(node.op, 'view')) continue;
    counts[node.op.name] = (counts[node.op.name] ?? 0) + 1;
  }
  return counts;
}

export function valueOf<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(messages(result.diagnostics));
  return result.value;
}

export function messages(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(formatDiagnostic).join('\n');
}

/** Seeded inputs; integers are below `range`. */
export function random(
  shape: readonly number[],
  dtype: DType = 'f32',
  range?: readonly [number, number],
): Tensor {
  const seed = shape.reduce((sum, size) => 31 * sum + size, 11);
  return seededTensor(dtype, shape, seed, range);
}

export function numbers(
  dtype: DType,
  shape: readonly number[],
  values: readonly (number | bigint)[],
): Tensor {
  return tensorFrom(dtype, shape, values);
}
