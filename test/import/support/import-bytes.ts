/** Imports ONNX bytes in tests, and runs the result in the reference evaluator. */

import { modelFromBytes } from '../../../compiler/host/memory.ts';
import type { ConvertOptions, ImportedModel } from '../../../compiler/import/onnx/convert.ts';
import { importOnnx } from '../../../compiler/import/onnx/import.ts';
import { formatDiagnostic } from '../../../ir/diagnostics.ts';
import type { Diagnostic } from '../../../ir/diagnostics.ts';
import { evaluateGraph } from '../../../ir/evaluate.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { verifyGraph } from '../../../ir/verify.ts';
import { onnxModel } from '../../../models/onnx/index.ts';
import type { Model } from '../../../models/onnx/index.ts';

/** A model of the writer of models/; opset 17 unless it says another. */
export function bytesOf(model: Omit<Model, 'opset'> & Partial<Model>): Uint8Array {
  return onnxModel({ opset: 17, ...model });
}

export async function imported(
  bytes: Uint8Array,
  options: ConvertOptions = {},
): Promise<ImportedModel> {
  const result = await importOnnx(modelFromBytes(bytes), options);
  if (!result.ok) throw new Error(result.diagnostics.map(formatDiagnostic).join('\n'));
  const broken = verifyGraph(result.value.graph);
  if (broken.length > 0) throw new Error(broken.map(formatDiagnostic).join('\n'));
  return result.value;
}

/** The diagnostics of a model that must be refused. */
export async function refusal(
  bytes: Uint8Array,
  options: ConvertOptions = {},
): Promise<readonly Diagnostic[]> {
  const result = await importOnnx(modelFromBytes(bytes), options);
  if (result.ok) throw new Error('the model was accepted');
  return result.diagnostics;
}

export async function run(
  bytes: Uint8Array,
  inputs: ReadonlyMap<string, Tensor>,
  options: ConvertOptions = {},
): Promise<ReadonlyMap<string, Tensor>> {
  const { graph } = await imported(bytes, options);
  return evaluateGraph(graph, inputs);
}

/** How many nodes of each op the graph has. */
export function opCounts({ graph }: ImportedModel): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { op } of graph.nodes()) counts[op.name] = (counts[op.name] ?? 0) + 1;
  return counts;
}
