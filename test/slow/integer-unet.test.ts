/** A UNet with activations of 8 bits on WebGPU: its products in integers give what those in floats do. */

import { expect, it } from 'vitest';
import { compareTensors } from '../../compiler/cli/tensors.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Device } from '../../targets/devices/device.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { must } from '../coreml/run-program.ts';
import { fixture, quantized } from '../quantize/quantized-model.ts';
import { largestError } from '../support/samples.ts';
import { contextOf, deviceNamed } from '../webgpu/memory-sink.ts';

/** Its small tiles compile fastest. */
const FLOATS = deviceNamed('webgpu-default');

/** The device as if it were fast at products of integers. */
function withDots(device: Device): Device {
  const { webgpu } = device;
  if (webgpu === null) throw new Error('the device has WebGPU');
  const integerDots = { value: true, source: 'estimated', from: 'a test' } as const;
  return { ...device, webgpu: { ...webgpu, kernels: { ...webgpu.kernels, integerDots } } };
}

async function onDevice(graph: Graph, inputs: ReadonlyMap<string, Tensor>, device: Device) {
  const own = cloneGraph(graph);
  const context = { ...contextOf(own), device, precision: 'fp32' } as const;
  must(await runPipeline(own, webgpu.pipeline(context), webgpu.given));
  const labels = lowerGraph(own, device).kernels.map(({ label }) => label);
  return {
    products: labels.filter((label) => label.startsWith('integer_')).length,
    values: await runGraph(own, inputs, { device, adapter: 'swiftshader' }),
  };
}

it('unet_tiny_snap_op17', async () => {
  const model = await fixture('unet_tiny_snap_op17');
  const { graph } = await quantized(model);
  const [inputs = new Map<string, Tensor>()] = model.held;
  const expected = await evaluateGraph(graph, inputs);
  const integer = await onDevice(graph, inputs, withDots(FLOATS));
  const float = await onDevice(graph, inputs, FLOATS);
  expect(integer.products).toBeGreaterThan(50);
  expect(float.products).toBe(0);
  for (const [output, value] of expected) {
    const [whole, broken] = [integer.values.get(output), float.values.get(output)];
    if (whole === undefined || broken === undefined) throw new Error(`no output ${output}`);
    const numbers = toNumbers(value);
    const quantum = (Math.max(...numbers) - Math.min(...numbers)) / 255;
    expect(largestError(whole, broken)).toBeLessThanOrEqual(quantum);
    // Where the reference rounds one activation to its neighbour, all that read it round otherwise too.
    expect(compareTensors(whole, value).sqnr).toBeGreaterThan(25);
  }
});
