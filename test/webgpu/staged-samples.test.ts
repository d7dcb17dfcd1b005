/** The samples of products and convolutions where workgroups share what they read by way of their memory. */

import { describe, expect, it } from 'vitest';
import type { OpDefinition } from '../../ir/define.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import type { Device, RegisterTile } from '../../targets/devices/device.ts';
import { figure } from '../../targets/devices/figure.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { sampleGraph } from './sample-graph.ts';
import { differenceOf } from './conv-devices.ts';
import { deviceNamed } from './memory-sink.ts';

const OPS: readonly OpDefinition[] = [
  builtinOps.matmul,
  builtinOps.linear_geglu,
  builtinOps.conv,
  builtinOps.upsample_conv,
];

function staging(workgroupSize: RegisterTile['workgroupSize']): Device {
  const device = deviceNamed('webgpu-default');
  if (!device.webgpu) throw new Error('the device has WebGPU');
  const tile = { rows: 2, columns: 4, vectorWidth: 4, workgroupSize, staged: true } as const;
  const kernels = {
    matmul: figure(tile, 'estimated', 'a test'),
    conv2d: figure(tile, 'estimated', 'a test'),
    invocations: figure(1, 'estimated', 'a test'),
  };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

describe.each([[[4, 4, 1]], [[2, 8, 1]]] as const)('workgroups of %j', (workgroupSize) => {
  const device = staging(workgroupSize);
  it.each(OPS.map((op) => [op.name, op] as const))('%s', async (_, op) => {
    const held = op.samples.flatMap((sample) =>
      lowerGraph(sampleGraph(op, sample).graph, device).kernels.map(
        ({ workgroupBytes }) => workgroupBytes,
      ),
    );
    expect(Math.max(...held)).toBeGreaterThan(0);
    for (const [index, sample] of op.samples.entries()) {
      const error = await differenceOf(device, op, sample);
      expect(error, `sample ${index}`).toBeLessThanOrEqual(sample.tolerance ?? 1e-5);
    }
  });
});
