/** The memory that WebGPU plans for a model whose weights are blank or never read: no shape depends on them. */

import type { ModelSource } from '../../compiler/host/host.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import type { MemoryPlan } from '../../compiler/memory.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { prepareTargets } from '../../compiler/prepare.ts';
import type { Precision } from '../../compiler/target.ts';
import { isError, success } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import type { MadeModel } from '../../models/make.ts';
import { SHARD_BYTES } from '../../targets/webgpu/assemble.ts';
import { assemblyOf, checkLegal } from '../../targets/webgpu/legal.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { valueOf } from '../numbers/product.ts';
import { deviceNamed } from './memory-sink.ts';

export interface PlannedModel {
  /** As the pipeline leaves it. */
  readonly graph: Graph;
  readonly memory: MemoryPlan;
}

export interface PlanChoices {
  readonly precision: Precision;
  /** A name of targets/devices; `webgpu-default` if left out. */
  readonly device?: string;
  /** Of models with free dims. */
  readonly inputShapes?: ReadonlyMap<string, readonly number[]>;
}

/** Throws where the target refuses the model. */
export async function planModel(source: ModelSource, choices: PlanChoices): Promise<PlannedModel> {
  const { precision, inputShapes } = choices;
  const device = deviceNamed(choices.device ?? 'webgpu-default');
  const { graph } = valueOf(
    await importOnnx(source, inputShapes === undefined ? {} : { inputShapes }),
  );
  const request = { targets: [webgpu], device, precision };
  const [prepared] = valueOf(prepareTargets(request, graph, 'model.onnx'));
  valueOf(await runPipeline(graph, prepared?.steps ?? [], webgpu.given));
  const faults = checkLegal(graph, device, SHARD_BYTES, precision).filter(isError);
  if (faults.length > 0) throw new Error(faults.map(({ message }) => message).join('\n'));
  return { graph, memory: assemblyOf(graph, device, SHARD_BYTES, precision).plan.memory };
}

/** The bytes of the graph are the model's, those of external data are zero. */
export async function blankSource({ files }: MadeModel): Promise<ModelSource> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of files[0]?.chunks() ?? []) chunks.push(chunk.slice());
  return {
    model: memoryStore(Buffer.concat(chunks), 'model.onnx'),
    openExternal: async (name) =>
      success({
        name,
        size: files.find(({ path }) => path === name)?.byteLength ?? 0,
        read: async (_offset, length) => new Uint8Array(length),
      }),
    close: async () => undefined,
  };
}
