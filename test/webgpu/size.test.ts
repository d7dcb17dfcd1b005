/** What a page downloads beside the weights for the UNet; the weights are blank here, since none is read. */

import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { importOnnx } from '../../compiler/import/onnx/import.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { prepareTargets } from '../../compiler/prepare.ts';
import { makeModel } from '../../models/index.ts';
import { SHARD_BYTES, assemble } from '../../targets/webgpu/assemble.ts';
import { moduleFiles } from '../../targets/webgpu/emit.ts';
import { assemblyOf } from '../../targets/webgpu/legal.ts';
import { options } from '../../targets/webgpu/options.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { traceEntries } from '../../targets/webgpu/trace.ts';
import { findVariants } from '../../targets/webgpu/variants/choose.ts';
import { valueOf } from '../numbers/product.ts';
import { deviceNamed } from './memory-sink.ts';
import { blankSource } from './planned-model.ts';

const KILOBYTES = 40;

/** The second device wants the largest tiles of all, the last one halves. */
const CASES = [
  ['small', 'webgpu-default', 'fp32'],
  ['small', 'swiftshader', 'fp32'],
  ['full', 'pixel-9', 'fp16'],
] as const;

it.each(CASES)('the %s UNet for %s in %s takes at most 40 KB', async (size, name, precision) => {
  const made = makeModel('snapfusion-unet', { size, weights: 'external' });
  const { graph } = valueOf(await importOnnx(await blankSource(made)));
  const device = deviceNamed(name);
  const request = { targets: [webgpu], device, precision };
  const [prepared] = valueOf(prepareTargets(request, graph, 'unet.onnx'));
  if (prepared === undefined) throw new Error('no target');
  valueOf(await runPipeline(graph, prepared.steps, webgpu.given));
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
