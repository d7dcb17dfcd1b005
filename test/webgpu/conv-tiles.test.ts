/** Convolutions with tiles of every device on rows that a tile fills, overhangs and outgrows. */

import { describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import type { Device } from '../../targets/devices/device.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { largestError } from '../support/samples.ts';
import { deviceNamed } from './memory-sink.ts';
import { sampleGraph } from './sample-graph.ts';

const WIDTHS = [4, 6, 12, 20];
/** Taps along x, elements before and after the row, and the stride. */
const WINDOWS = [
  [1, 0, 0, 1],
  [2, 1, 0, 1],
  [3, 1, 1, 1],
  [3, 0, 2, 2],
  [5, 4, 3, 1],
  [8, 3, 4, 1],
] as const;

describe.each([4, 8, 16])('%i results along x', (rows) => {
  const device = withTile(rows);
  it.each(WIDTHS)('of %i', async (width) => {
    for (const window of WINDOWS) {
      const error = await errorOf(device, width, window);
      expect(error, window.join()).toBeLessThanOrEqual(1e-5);
    }
  });
});

async function errorOf(
  device: Device,
  width: number,
  [taps, before, after, stride]: (typeof WINDOWS)[number],
): Promise<number> {
  const { graph, inputs } = sampleGraph(coreOps.conv, {
    operands: {
      input: { shape: [2, 4, 3, width] },
      weight: { shape: [8, 2, 2, taps], constant: true },
      bias: { shape: [8], constant: true },
    },
    attributes: { groups: 2, pads: [1, before, 0, after], strides: [1, stride] },
  });
  const expected = (await evaluateGraph(graph, inputs)).get('y0');
  const actual = (await runGraph(graph, inputs, { device, adapter: 'swiftshader' })).get('y0');
  return expected && actual ? largestError(actual, expected) : Infinity;
}

function withTile(rows: number): Device {
  const device = deviceNamed('swiftshader');
  const conv2d = device.webgpu?.kernels?.conv2d;
  if (!device.webgpu || !conv2d) throw new Error('the device file states its tiles');
  const tile = { ...conv2d, value: { ...conv2d.value, rows } };
  const kernels = { ...device.webgpu.kernels, conv2d: tile };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}
