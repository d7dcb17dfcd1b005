/** Graphs for the tests of pruning: models by name, whose weights are made up while they are read. */

import { convertAndBind, withOpenDims } from '../../compiler/import/onnx/convert.ts';
import { readOnnx } from '../../compiler/import/onnx/read.ts';
import type { ModelSource } from '../../compiler/host/host.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { success } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { encodeTensor } from '../../ir/tensor-bytes.ts';
import { makeModel } from '../../models/index.ts';
import type { ModelName, ModelSize } from '../../models/index.ts';

/** The weights are numbers seeded by their place in the file, so that full models need no disk. */
export async function modelGraph(name: ModelName, size: ModelSize): Promise<Graph> {
  const { files } = makeModel(name, { size, weights: 'external' });
  const [skeleton] = files;
  const chunks: Uint8Array[] = [];
  for await (const chunk of skeleton?.chunks() ?? []) chunks.push(chunk);
  return importGraph({
    model: memoryStore(new Uint8Array(Buffer.concat(chunks)), 'model.onnx'),
    openExternal: async (location) =>
      success({
        name: location,
        size: files.find(({ path }) => path === location)?.byteLength ?? 0,
        read: async (offset, length) =>
          encodeTensor(seededTensor('f32', [length / 4], offset % 65521, [-0.05, 0.05])),
      }),
    close: async () => undefined,
  });
}

export async function importGraph(source: ModelSource): Promise<Graph> {
  const model = await readOnnx(source);
  if (!model.ok) throw new Error(model.diagnostics[0]?.message);
  const imported = withOpenDims(await convertAndBind(model.value, {}));
  if (!imported.ok) throw new Error(imported.diagnostics[0]?.message);
  return imported.value.graph;
}
