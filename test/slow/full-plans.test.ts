/**
 * Full-size models within WebGPU's default limits: all of models/, the SnapFusion UNet for a pair of latents, the VAE
 * decoders to 512x512, keep to every limit, and their memory is planned within a tenth of the largest live set.
 */

import { expect, it } from 'vitest';
import type { Precision } from '../../compiler/target.ts';
import type { Graph } from '../../ir/graph.ts';
import { MODEL_NAMES, makeModel } from '../../models/index.ts';
import { ProgramSink } from '../../targets/webgpu/kernel-sink.ts';
import { lowerInto } from '../../targets/webgpu/lowerer.ts';
import { planOptions, planStorage } from '../../targets/webgpu/plan.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';
import { blankSource, planModel } from '../webgpu/planned-model.ts';

const DEVICE = 'webgpu-default';
const MOST = 1.1;

const cases = MODEL_NAMES.flatMap((name) =>
  (['fp32', 'fp16'] as const).map((precision) => [name, precision] as const),
);

it.each(cases)('%s in %s', async (name, precision) => {
  const pair = name.endsWith('unet') ? { batch: 2 } : {};
  const source = await blankSource(makeModel(name, { size: 'full', ...pair }));
  const { graph, memory } = await planModel(source, { precision, device: DEVICE });
  const { peak, lowerBound } = memory;
  // What is written early lives longer, but that must not be what makes the bound large.
  expect(lowerBound).toBeLessThanOrEqual(boundOfCopies(graph, precision));
  const ratio = peak / lowerBound;
  console.log(`${name}, ${precision}: ${(peak / 1e6).toFixed(1)} MB, ${ratio.toFixed(4)} x bound`);
  expect(ratio).toBeLessThanOrEqual(MOST);
});

/** The largest live set where no part of a concatenation is written before the concatenation is made. */
function boundOfCopies(graph: Graph, precision: Precision): number {
  const device = deviceNamed(DEVICE);
  const sink = new ProgramSink();
  const program = {
    ...lowerInto(sink, graph, { device, precision, early: new Map() }),
    ...sink.program,
  };
  return planStorage(program, planOptions(device)).memory.lowerBound;
}
