/** Group normalisations of other sizes, and of one part of a concatenation, are the same shaders with other numbers. */

import { expect, it } from 'vitest';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { shareShaders } from '../../targets/webgpu/parameters.ts';
import { graphOf } from './artifact.ts';
import { deviceNamed } from './memory-sink.ts';

it('has three for all of them', () => {
  const norms = '{groups=4, layout=channels_last}';
  const graph = graphOf(`graph @g(%x: f32[1,12,12,64], %y: f32[1,20,20,256], %z: f32[1,4,20,512]) {
    @a = seeded 1 1 : f32[64]
    @b = seeded 2 1 : f32[256]
    %0 = group_norm(%x, @a, @a) ${norms} : f32[1,12,12,64]
    %1 = group_norm(%y, @b, @b) ${norms} : f32[1,20,20,256]
    %part = slice(%z) {starts=[0, 0, 0, 128], ends=[1, 4, 20, 384], steps=[1, 1, 1, 1]} : f32[1,4,20,256]
    %2 = group_norm(%part, @b, @b) ${norms} : f32[1,4,20,256]
    return a=%0, b=%1, c=%2
  }`);
  const { kernels } = lowerGraph(graph, deviceNamed('webgpu-default'));
  expect(kernels).toHaveLength(9);
  const shared = shareShaders(kernels.map(({ code }) => code));
  expect(new Set(shared.map(({ code }) => code)).size).toBe(3);
});
