/** The WebGPU target: an ES module with WGSL, weights in shards and a small runtime. */

import { defineTarget } from '../target.ts';
import { noWebgpu } from './diagnostics.ts';
import { emit } from './emit.ts';
import { checkLegal } from './legal.ts';
import { options } from './options.ts';
import { pictures } from './pictures.ts';
import { given, pipeline } from './pipeline.ts';

export const webgpu = defineTarget({
  name: 'webgpu',
  describe: 'a typed ES module with WGSL shaders and weights in shards, for web pages and Node',
  options,
  supports: ({ device }) => (device.webgpu === null ? [noWebgpu(device.name)] : []),
  pipeline,
  given,
  legal: (graph, { device, options, precision }) =>
    checkLegal(graph, device, options.shard_bytes, precision),
  emit,
  pictures,
});
