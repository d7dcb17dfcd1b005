/**
 * Full-size models within WebGPU's default limits: the SnapFusion UNet for a pair of latents and the VAE decoder to
 * 512x512 keep to every limit, and their memory is planned within a tenth of the largest live set. Weights are blank.
 */

import { expect, it } from 'vitest';
import type { ModelSource } from '../../compiler/host/host.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { prepareTargets } from '../../compiler/prepare.ts';
import { isError, success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { Graph } from '../../ir/graph.ts';
import { makeModel } from '../../models/index.ts';
import type { MadeModel } from '../../models/make.ts';
import { SHARD_BYTES } from '../../targets/webgpu/assemble.ts';
import { assemblyOf, checkLegal } from '../../targets/webgpu/legal.ts';
import { ProgramSink } from '../../targets/webgpu/kernel-sink.ts';
import { lowerInto } from '../../targets/webgpu/lowerer.ts';
import { planOptions, planStorage } from '../../targets/webgpu/plan.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';

const MODELS: Readonly<Record<string, () => MadeModel>> = {
  'UNet, batch 2, latent of 64x64': () => makeModel('snapfusion-unet', { size: 'full', batch: 2 }),
  'VAE decoder to 512x512': () => makeModel('vae-decoder', { size: 'full' }),
};
const DEVICE = deviceNamed('webgpu-default');
const MOST = 1.1;

/** The bytes of the graph are the model's, those of external data are zero: no shape depends on them. */
async function blank({ files }: MadeModel): Promise<ModelSource> {
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

function good<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
  return result.value;
}

const cases = Object.keys(MODELS).flatMap((name) =>
  (['fp32', 'fp16'] as const).map((precision) => [name, precision] as const),
);

it.each(cases)('%s in %s', async (name, precision) => {
  const made = MODELS[name]?.();
  if (made === undefined) throw new Error(`there is no ${name}`);
  const { graph } = good(await importOnnx(await blank(made)));
  const request = { targets: [webgpu], device: DEVICE, precision };
  const [prepared] = good(prepareTargets(request, graph, 'model.onnx'));
  good(await runPipeline(graph, prepared?.steps ?? [], webgpu.given));
  const faults = checkLegal(graph, DEVICE, SHARD_BYTES, precision);
  expect(faults.filter(isError)).toEqual([]);
  const { peak, lowerBound } = assemblyOf(graph, DEVICE, SHARD_BYTES, precision).plan.memory;
  // What is written early lives longer, but that must not be what makes the bound large.
  expect(lowerBound).toBeLessThanOrEqual(boundOfCopies(graph, precision));
  const ratio = peak / lowerBound;
  console.log(`${name}, ${precision}: ${(peak / 1e6).toFixed(1)} MB, ${ratio.toFixed(4)} x bound`);
  expect(ratio).toBeLessThanOrEqual(MOST);
});

/** The largest live set where no part of a concatenation is written before the concatenation is made. */
function boundOfCopies(graph: Graph, precision: 'fp32' | 'fp16'): number {
  const sink = new ProgramSink();
  const choice = { device: DEVICE, precision, early: new Map() };
  const program = { ...lowerInto(sink, graph, choice), ...sink.program };
  return planStorage(program, planOptions(DEVICE)).memory.lowerBound;
}
