/** Winograd's convolutions on even and odd maps, with pads, places in concatenations and epilogues. */

import { expect, it } from 'vitest';
import { coreOps } from '../../ir/ops/core/index.ts';
import type { Device } from '../../targets/devices/device.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { convDevice, differenceOf } from './conv-devices.ts';
import { sampleGraph } from './sample-graph.ts';

const KERNELS = ['conv tiles', 'conv products', 'conv'];

function winograd(): Device {
  const device = convDevice({ rows: 4, columns: 8 }, 1);
  if (device.webgpu === null) throw new Error('the device has WebGPU');
  const figure = { value: true, source: 'estimated', from: 'a test' } as const;
  const kernels = { ...device.webgpu.kernels, winograd: figure };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

function sampleOf(size: readonly number[], pads: readonly number[], outputs = 64) {
  return {
    operands: {
      input: { shape: [...size, 64] },
      weight: { shape: [outputs, 64, 3, 3], constant: true },
      bias: { shape: [outputs], constant: true },
    },
    attributes: { pads: [...pads], layout: 'channels_last' },
  };
}

it.each([
  [
    [1, 16, 16],
    [1, 1, 1, 1],
  ],
  [
    [2, 13, 17],
    [1, 1, 1, 1],
  ],
  [
    [1, 18, 19],
    [0, 2, 1, 0],
  ],
])('%j padded by %j', async (size, pads) => {
  const device = winograd();
  const sample = sampleOf(size, pads);
  const { kernels } = lowerGraph(sampleGraph(coreOps.conv, sample).graph, device);
  expect(kernels.map(({ label }) => label)).toEqual(KERNELS);
  expect(await differenceOf(device, coreOps.conv, sample)).toBeLessThanOrEqual(1e-5);
});

it.each([
  ['few tiles', sampleOf([1, 8, 8], [1, 1, 1, 1])],
  ['few channels', sampleOf([1, 16, 16], [1, 1, 1, 1], 32)],
  ['too much scratch', sampleOf([1, 128, 128], [1, 1, 1, 1])],
])('is not taken for %s', (_, sample) => {
  const { kernels } = lowerGraph(sampleGraph(coreOps.conv, sample).graph, winograd());
  expect(kernels.map(({ label }) => label)).toEqual(['conv']);
});
