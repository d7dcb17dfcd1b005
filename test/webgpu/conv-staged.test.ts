/** Convolutions whose workgroups share what they read by way of their memory. */

import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { coreOps } from '../../ir/ops/core/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import type { RegisterTile } from '../../targets/devices/device.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { convDevice, differenceOf, graphDifference } from './conv-devices.ts';
import { graphOf } from './matmul-graphs.ts';

const upTo = (most: number) => fc.integer({ min: 1, max: most });
const pair = (most: number) => fc.tuple(upTo(most), upTo(most));
const tiles = fc.record({
  rows: upTo(5),
  columns: upTo(3).map((count) => 4 * count),
  depth: fc.constantFrom(4, 12, 20),
  workgroupSize: fc.constantFrom<RegisterTile['workgroupSize'][]>(
    [1, 4, 1],
    [4, 1, 1],
    [2, 2, 1],
    [8, 8, 1],
  ),
});
const convolutions = fc.record({
  size: pair(7),
  channels: fc.oneof(
    pair(9),
    pair(9).map(([inputs, outputs]) => [4 * inputs, 4 * outputs]),
  ),
  kernel: pair(3),
  strides: pair(2),
  dilations: pair(3),
  pads: fc.tuple(upTo(2), upTo(2), upTo(2), upTo(2)),
});

it('of any size, by any tile', async () => {
  await fc.assert(
    fc.asyncProperty(tiles, convolutions, async (tile, conv) => {
      const { size, channels, kernel, strides, dilations, pads } = conv;
      const [inputs = 1, outputs = 1] = channels;
      const [height, width] = size.map((length, axis) => {
        // The window, however wide, lies in the padded image at least once.
        return length + (kernel[axis] ?? 1) * (dilations[axis] ?? 1);
      });
      const error = await differenceOf(convDevice({ ...tile, staged: true }, 1), coreOps.conv, {
        operands: {
          input: { shape: [2, height ?? 1, width ?? 1, inputs] },
          weight: { shape: [outputs, inputs, ...kernel], constant: true },
          bias: { shape: [outputs], constant: true },
        },
        attributes: { strides, pads, dilations, layout: 'channels_last' },
      });
      expect(error).toBeLessThanOrEqual(1e-5);
    }),
    { numRuns: 12, seed: 20, endOnFailure: true },
  );
});

function kernelOf(tile: Partial<RegisterTile>, channels = 64) {
  const graph = graphOf(`graph @g(%x: f32[1,32,32,${channels}]) {
    @w = seeded 1 0.1 : f32[64,${channels},3,3]
    %0 = conv(%x, @w) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,32,32,64]
    return y=%0
  }`);
  const device = convDevice({ rows: 4, columns: 8, staged: true, ...tile }, 1);
  const [kernel] = lowerGraph(graph, device).kernels;
  if (kernel === undefined) throw new Error('a convolution is a kernel');
  return kernel;
}

it('a workgroup keeps to the memory that every device has', () => {
  // Weights of eight blocks and pixels of eight tiles, for four of sixteen steps over the channels.
  expect(kernelOf({ depth: 12 }).workgroupBytes).toBe(4 * 16 * (8 * 24 + 8 * 6));
  for (const tile of [
    { rows: 16, columns: 32, depth: 12, workgroupSize: [16, 16, 1] },
    { rows: 32, columns: 8, depth: 4, workgroupSize: [32, 8, 1] },
    { columns: 64, depth: 12, workgroupSize: [256, 1, 1] },
  ] as const) {
    const { workgroupBytes, workgroupSize } = kernelOf(tile);
    expect(workgroupBytes).toBeGreaterThan(2048);
    expect(workgroupBytes).toBeLessThanOrEqual(16384);
    expect(workgroupSize[0] * workgroupSize[1]).toBeGreaterThan(1);
  }
});

it('only what several invocations read is held', () => {
  const arrays = (workgroupSize: RegisterTile['workgroupSize'], channels?: number): number =>
    kernelOf({ workgroupSize }, channels).code.split('var<workgroup>').length - 1;
  expect(arrays([8, 8, 1])).toBe(2);
  expect(arrays([8, 8, 1], 3)).toBe(2);
  expect(arrays([8, 1, 1])).toBe(1);
  expect(arrays([1, 8, 1])).toBe(1);
  expect(arrays([1, 1, 1])).toBe(0);
});

it('weights of two bytes on a device that computes with four', async () => {
  const graph = graphOf(`graph @g(%x: f32[1,5,6,8]) {
    @h = seeded 3 0.5 : f16[12,8,3,3]
    @w = cast(@h) {to=f32} : f32[12,8,3,3]
    %0 = conv(%x, @w) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,5,6,12]
    return y=%0
  }`);
  const device = convDevice({ rows: 4, columns: 4, staged: true }, 1);
  const inputs = new Map([['x', seededTensor('f32', [1, 5, 6, 8], 1)]]);
  const [kernel] = lowerGraph(graph, device, 'fp16').kernels;
  expect(kernel?.code).toContain('unpack_four');
  const error = await graphDifference(device, graph, inputs, () => undefined, 'fp16');
  expect(error).toBeLessThanOrEqual(1e-5);
});
