/** Runs one node test through the importer and the reference evaluator. */

import { readFileSync } from 'node:fs';
import { convertOnnx } from '../../../compiler/import/onnx/convert.ts';
import type { OnnxGraph, OnnxModel } from '../../../compiler/import/onnx/model.ts';
import { readOnnx } from '../../../compiler/import/onnx/read.ts';
import { modelFromBytes } from '../../../compiler/host/memory.ts';
import { dataConstant } from '../../../ir/constant.ts';
import { DiagnosticError, isError } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { evaluateGraph } from '../../../ir/evaluate.ts';
import { decodeTensor, encodeTensor } from '../../../ir/tensor-bytes.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { differenceOf } from './compare.ts';
import { readTest } from './data.ts';
import type { NodeTest } from './data.ts';

export interface Outcome {
  readonly test: string;
  /** The operators of the model. */
  readonly operators: readonly string[];
  readonly result: 'passed' | 'refused' | 'wrong';
  /** Inputs that had to be given as initializers, because they decide shapes. */
  readonly fixed: number;
  /** Why it was refused, or what is wrong. */
  readonly code: string;
  readonly reason: string;
}

export async function runTest(folder: string, name: string): Promise<Outcome> {
  const test = readTest(folder, name);
  const bytes = readFileSync(test.model);
  const read = await readOnnx(modelFromBytes(bytes, `${name}.onnx`));
  if (!read.ok) return refused(test, [], 0, read.diagnostics);
  const model = read.value;
  const operators = [...new Set(model.graph.nodes.map((node) => node.opType))];
  const inputs = pair(model.graph.inputs, test.inputs);
  let last = refused(test, operators, 0, []);
  for (const fixed of attempts(model, inputs)) {
    const attempt = fix(model, fixed, inputs);
    const given = new Map([...inputs].filter(([input]) => !fixed.includes(input)));
    const outcome = await runOnce(test, operators, attempt, given);
    last = { ...outcome, fixed: fixed.length };
    if (outcome.result !== 'refused') return last;
  }
  return last;
}

/** Names of the inputs to fix: none, then all but the first, which is the data, then all. */
function attempts(
  { graph }: OnnxModel,
  values: ReadonlyMap<string, Tensor>,
): readonly (readonly string[])[] {
  const names = graph.inputs.map((input) => input.name);
  if (values.size < names.length) return [[]];
  return names.length > 1 ? [[], names.slice(1), names] : [[], names];
}

function fix(
  model: OnnxModel,
  names: readonly string[],
  values: ReadonlyMap<string, Tensor>,
): OnnxModel {
  const initializers = new Map(model.graph.initializers);
  for (const name of names) {
    const value = values.get(name);
    if (value !== undefined) initializers.set(name, dataConstant(value));
  }
  const inputs = model.graph.inputs.filter((input) => !names.includes(input.name));
  return { ...model, graph: { ...model.graph, inputs, initializers } };
}

/** The files are numbered in the order of the inputs; some carry the name too. */
function pair(
  declared: OnnxGraph['inputs'],
  given: NodeTest['inputs'],
): ReadonlyMap<string, Tensor> {
  const pairs = declared.map(({ name, dtype }, index) => {
    const { tensor } = given.find((item) => item.name === name) ?? given[index] ?? {};
    if (tensor === undefined) return undefined;
    // The files of bf16 tensors say u16, for want of a numpy type.
    const bits = dtype === 'bf16' && tensor.dtype === 'u16';
    const value = bits ? decodeTensor(encodeTensor(tensor), 'bf16', tensor.shape) : tensor;
    return [name, value] as const;
  });
  return new Map(pairs.filter((item) => item !== undefined));
}

async function runOnce(
  test: NodeTest,
  operators: readonly string[],
  model: OnnxModel,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<Outcome> {
  const shapes = new Map(Array.from(inputs, ([name, tensor]) => [name, tensor.shape] as const));
  const imported = await convertOnnx(model, { inputShapes: shapes });
  if (!imported.ok) return refused(test, operators, 0, imported.diagnostics);
  try {
    const outputs = await evaluateGraph(imported.value.graph, inputs);
    const expected = pair(model.graph.outputs, test.outputs);
    const reason = differenceOf(
      expected,
      outputs,
      operators.some((op) => op.startsWith('Random')),
    );
    const result = reason === undefined ? 'passed' : 'wrong';
    return { test: test.name, operators, result, fixed: 0, code: '', reason: reason ?? '' };
  } catch (error) {
    if (error instanceof DiagnosticError) return refused(test, operators, 0, error.diagnostics);
    const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { test: test.name, operators, result: 'wrong', fixed: 0, code: '', reason };
  }
}

function refused(
  test: NodeTest,
  operators: readonly string[],
  fixed: number,
  diagnostics: readonly Diagnostic[],
): Outcome {
  const first = diagnostics.find(isError);
  const [code, reason] = [first?.code ?? '', first?.message ?? 'without a reason'];
  // A refusal without a diagnostic would be a bug.
  const result = first === undefined ? 'wrong' : 'refused';
  return { test: test.name, operators, result, fixed, code, reason };
}
