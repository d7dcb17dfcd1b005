/** Loops of convolutions and attention stay loops: Mesa writes out those of which it knows first and last turn. */

import { expect, it } from 'vitest';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { graphOf } from './artifact.ts';
import { deviceNamed } from './memory-sink.ts';

const KNOWN = /for \(var \w+ = \d+u; \w+ < \d+u;/;

it.each(['pixel-9', 'lavapipe', 'swiftshader', 'webgpu-default'])(
  'those of convolutions on %s',
  (name) => {
    const graph = graphOf(`graph @g(%x: f32[1,6,6,8]) {
    @taps = seeded 1 1 : f32[8,8,3,3]
    %0 = conv(%x, @taps) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,6,6,8]
    %1 = upsample_conv(%0, @taps) : f32[1,12,12,8]
    return y=%1
  }`);
    const { kernels } = lowerGraph(graph, deviceNamed(name));
    expect(kernels.length).toBeGreaterThanOrEqual(2);
    for (const { code } of kernels) {
      expect(code).toContain('for (var ');
      expect(code).not.toMatch(KNOWN);
    }
  },
);

it.each(['pixel-9', 'lavapipe'])('and those of attention over keys on %s', (name) => {
  const graph = graphOf(`graph @g(%q: f32[2,16,20]) {
    %0 = attention(%q, %q, %q) {scale=0.1} : f32[2,16,20]
    return y=%0
  }`);
  const [kernel] = lowerGraph(graph, deviceNamed(name)).kernels;
  expect(kernel?.code).toContain('let t = turn_t - group.z');
  expect(kernel?.code).not.toMatch(/for \(var (?:t|block) = 0u; \w+ < \d+u;/);
});
