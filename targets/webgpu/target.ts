/** The WebGPU target: an ES module with WGSL, weights in shards and a small runtime. */

import { isError } from '../../ir/diagnostics.ts';
import { defineTarget } from '../target.ts';
import { noWebgpu } from './diagnostics.ts';
import { emit } from './emit.ts';
import { checkLegal } from './legal.ts';
import { options } from './options.ts';
import { pictures } from './pictures.ts';
import { given, pipeline } from './pipeline.ts';
import { computesHalf } from './weight-form.ts';

export const webgpu = defineTarget({
  name: 'webgpu',
  describe: 'a typed ES module with WGSL shaders and weights in shards, for web pages and Node',
  options,
  severalShapes: 'listed',
  // Kernels hold sums and norms in f32, and all values where the device has no f16.
  halves: ({ device }) => ({
    values: computesHalf(device) ? 'fp16' : 'fp32',
    sums: 'fp32',
    squares: 'fp32',
  }),
  supports: ({ device }) => (device.webgpu === null ? [noWebgpu(device.name)] : []),
  pipeline,
  given,
  legal: (graph, { device, options, precision, shapes }) => [
    ...checkLegal(graph, device, options.shard_bytes, precision),
    // What is remarked of the usual size is not told again.
    ...(shapes?.others ?? []).flatMap((other) =>
      checkLegal(other.graph, device, options.shard_bytes, precision).filter(isError),
    ),
  ],
  emit,
  pictures,
});
