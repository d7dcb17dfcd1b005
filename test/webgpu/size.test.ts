/** What a page downloads beside the weights for the UNet; the weights are blank here, since none is read. */

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import type { ModelSource } from '../../compiler/host/host.ts';
import { memoryStore } from '../../compiler/host/memory.ts';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { prepareTargets } from '../../compiler/prepare.ts';
import { success } from '../../ir/diagnostics.ts';
import type { Result } from '../../ir/diagnostics.ts';
import type { ModelSize } from '../../models/index.ts';
import { makeModel } from '../../models/index.ts';
import { SHARD_BYTES, assemble } from '../../targets/webgpu/assemble.ts';
import { moduleFiles } from '../../targets/webgpu/emit.ts';
import { assemblyOf } from '../../targets/webgpu/legal.ts';
import { options } from '../../targets/webgpu/options.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { traceEntries } from '../../targets/webgpu/trace.ts';
import { findVariants } from '../../targets/webgpu/variants/choose.ts';
import { deviceNamed } from './memory-sink.ts';

const KILOBYTES = 40;

async function source(size: ModelSize): Promise<ModelSource> {
  const { files } = makeModel('snapfusion-unet', { size, weights: 'external' });
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

/** The second device wants the largest tiles of all, the last one halves. */
const CASES = [
  ['small', 'webgpu-default', 'fp32'],
  ['small', 'swiftshader', 'fp32'],
  ['full', 'pixel-9', 'fp16'],
] as const;

it.each(CASES)('the %s UNet for %s in %s takes at most 40 KB', async (size, name, precision) => {
  const { graph } = good(await importOnnx(await source(size)));
  const device = deviceNamed(name);
  const request = { targets: [webgpu], device, precision };
  const [prepared] = good(prepareTargets(request, graph, 'unet.onnx'));
  if (prepared === undefined) throw new Error('no target');
  good(await runPipeline(graph, prepared.steps, webgpu.given));
  const assembly = assemblyOf(graph, device, SHARD_BYTES, precision);
  const file = { sha256: '0123456789abcdef'.repeat(4) };
  const shards = assembly.weights.shards.map(({ bytes }, index) => {
    return { ...file, file: `weights-${index}.bin`, bytes };
  });
  const sliceHashes = { ...file, file: 'weights-hashes.bin', bytes: 32 };
  const variants = findVariants(assembly.program, device, options.variants.default ?? 0);
  const program = assemble(
    assembly,
    'unet.onnx',
    prepared.context.interface,
    { shards, sliceHashes },
    variants,
  );
  expect(program.variants?.groups.length).toBeGreaterThan(0);
  expect(program.dispatches.length).toBeGreaterThan(100);
  const files = await moduleFiles(program, traceEntries(assembly.program, program));
  const sizes = files
    .filter(([path]) => path.endsWith('.js'))
    .map(([path, text]) => [path, gzipSync(text, { level: 9 }).length] as const);
  const total = sizes.reduce((sum, [, bytes]) => sum + bytes, 0);
  expect(total, sizes.join(' ')).toBeLessThanOrEqual(KILOBYTES * 1000);
});

function good<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(result.diagnostics.map(({ message }) => message).join('\n'));
}
