/** The loops of a convolution stay loops: Mesa writes out those of which it knows first and last turn. */

import { expect, it } from 'vitest';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { graphOf } from './artifact.ts';
import { deviceNamed } from './memory-sink.ts';

const KNOWN = /for \(var \w+ = \d+u; \w+ < \d+u;/;

it.each(['pixel-9', 'lavapipe', 'swiftshader', 'webgpu-default'])('on %s', (name) => {
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
});
