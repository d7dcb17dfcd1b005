/** Models through the whole target, up to what is emitted of them. */

import { openModelFile } from '../../compiler/host/node.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { interfaceOf } from '../../compiler/prepare.ts';
import { cloneGraph } from '../../ir/clone.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { FeatureLevel } from '../../targets/nnapi/levels.ts';
import type { LowerContext } from '../../targets/nnapi/lowering.ts';
import { lowerGraph } from '../../targets/nnapi/lower.ts';
import { given, passesFor } from '../../targets/nnapi/pipeline.ts';
import { must } from '../coreml/run-program.ts';
import { contextAt } from './levels.ts';
import type { EmittedModel } from './many-models.ts';

export interface LoweredFor {
  readonly level: FeatureLevel;
  readonly precision: 'fp32' | 'fp16';
  readonly wideSumsFrom?: number;
  readonly relaxed?: boolean;
}

/** The graph stays as it is. */
export async function emittedModel(
  imported: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  { level, precision, ...rest }: LoweredFor,
): Promise<EmittedModel> {
  const graph = cloneGraph(imported);
  const context: LowerContext = { ...contextAt(level), ...rest };
  must(await runPipeline(graph, passesFor(context, precision), given));
  return { model: lowerGraph(graph, context), interface: interfaceOf(imported), inputs };
}

/** With the shapes of the inputs. */
export async function importedGraph(
  model: string,
  inputs: ReadonlyMap<string, Tensor>,
): Promise<{ readonly graph: Graph; readonly close: () => Promise<void> }> {
  const source = must(await openModelFile(model));
  const inputShapes = new Map(Array.from(inputs, ([name, { shape }]) => [name, shape] as const));
  const { graph } = must(await importOnnx(source, { inputShapes }));
  return { graph, close: () => source.close() };
}
