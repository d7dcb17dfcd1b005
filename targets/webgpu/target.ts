/** The WebGPU target: an ES module with WGSL, weights in shards and a small runtime. */

import { defineTarget } from '../target.ts';
import { noHalfPrecision, noWebgpu } from './diagnostics.ts';
import { emit } from './emit.ts';
import { checkLegal } from './legal.ts';
import { options } from './options.ts';
import { given, pipeline } from './pipeline.ts';

export const webgpu = defineTarget({
  name: 'webgpu',
  describe: 'a typed ES module with WGSL shaders and weights in shards, for web pages and Node',
  options,
  supports: ({ device, precision }) => {
    if (device.webgpu === null) return [noWebgpu(device.name)];
    const half = device.webgpu.features.value.includes('shader-f16');
    return precision === 'fp16' && !half ? [noHalfPrecision(device.name)] : [];
  },
  pipeline,
  given,
  legal: (graph, { device, options }) => checkLegal(graph, device, options.shard_bytes),
  emit,
});
