/** Devices that differ in the tile of convolutions, and what WebGPU computes on them beside the reference. */

import { evaluateGraph } from '../../ir/evaluate.ts';
import type { OpDefinition, Sample } from '../../ir/define.ts';
import type { Graph } from '../../ir/graph.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Device, RegisterTile } from '../../targets/devices/device.ts';
import type { Precision } from '../../targets/target.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { largestError } from '../support/samples.ts';
import { deviceNamed } from './memory-sink.ts';
import { sampleGraph } from './sample-graph.ts';

/** SwiftShader with another tile. */
export function convDevice(tile: Partial<RegisterTile>, invocations: number): Device {
  const device = deviceNamed('swiftshader');
  if (device.webgpu === null) throw new Error('SwiftShader has WebGPU');
  const figure = { source: 'estimated', from: 'a test' } as const;
  const given: RegisterTile = {
    rows: 4,
    columns: 4,
    vectorWidth: 4,
    workgroupSize: [8, 8, 1],
    ...tile,
  };
  const kernels = {
    ...device.webgpu.kernels,
    conv2d: { ...figure, value: given },
    winograd: { ...figure, value: false },
    invocations: { ...figure, value: invocations },
  };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

export function differenceOf(device: Device, op: OpDefinition, sample: Sample): Promise<number> {
  const { graph, inputs } = sampleGraph(op, sample);
  return graphDifference(device, graph, inputs);
}

/** The largest error of any result on SwiftShader; `lowered` is what runs there if not the graph itself. */
export async function graphDifference(
  device: Device,
  graph: Graph,
  inputs: ReadonlyMap<string, Tensor>,
  change: (graph: Graph) => void | Promise<void> = () => undefined,
  precision: Precision = 'fp32',
): Promise<number> {
  const expected = await evaluateGraph(graph, inputs);
  await change(graph);
  const actual = await runGraph(graph, inputs, { device, precision, adapter: 'swiftshader' });
  return Math.max(
    ...[...expected].map(([name, value]) => {
      const result = actual.get(name);
      return result === undefined ? Infinity : largestError(result, value);
    }),
  );
}
