/** Winograd's convolutions on even and odd maps, with pads, places in concatenations and epilogues. */

import { expect, it } from 'vitest';
import { coreOps } from '../../ir/ops/core/index.ts';
import type { Device } from '../../targets/devices/device.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { deviceNamed } from './memory-sink.ts';
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

function sampleOf(size: readonly number[], pads: readonly number[], outputs = 64, inputs = 64) {
  return {
    operands: {
      input: { shape: [...size, inputs] },
      weight: { shape: [outputs, inputs, 3, 3], constant: true },
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

const AROUND = [1, 1, 1, 1];
const plain = sampleOf([1, 32, 32], AROUND, 128, 128);
const strided = { ...plain, attributes: { ...plain.attributes, strides: [2, 2] } };

it.each([
  ['16x16 of 96', sampleOf([1, 16, 16], AROUND, 96, 96), true],
  ['32x32 of 128', sampleOf([1, 32, 32], AROUND, 128, 128), true],
  ['odd maps', sampleOf([1, 13, 17], AROUND), true],
  ['large weights', sampleOf([1, 16, 16], AROUND, 320, 320), true],
  ['few channels', sampleOf([1, 64, 64], AROUND, 16, 16), false],
  ['few inputs', sampleOf([1, 64, 64], AROUND, 256, 4), false],
  ['few tiles', sampleOf([1, 8, 8], AROUND), false],
  ['fewer tiles than lanes', sampleOf([1, 4, 4], AROUND, 256, 256), false],
  ['too large weights', sampleOf([1, 16, 16], AROUND, 516, 512), false],
  ['too much scratch', sampleOf([1, 128, 128], AROUND), false],
  ['wide strides', strided, false],
] as const)('%s', (_, sample, taken) => {
  const { graph } = sampleGraph(coreOps.conv, sample);
  for (const name of ['swiftshader', 'lavapipe']) {
    const labels = lowerGraph(graph, deviceNamed(name)).kernels.map(({ label }) => label);
    expect(labels, name).toEqual(taken ? KERNELS : ['conv']);
  }
});

it('is taken only where a device file says that it pays', () => {
  const { graph } = sampleGraph(coreOps.conv, sampleOf([1, 32, 32], AROUND, 128, 128));
  for (const name of ['pixel-9', 'galaxy-s25', 'iphone-16-pro', 'webgpu-default']) {
    expect(lowerGraph(graph, deviceNamed(name)).kernels, name).toHaveLength(1);
  }
});
