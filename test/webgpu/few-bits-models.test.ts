/** Whole models in few bits: what WebGPU computes beside the reference on the same weights and activations. */

import { describe, expect, it } from 'vitest';
import { compareTensors } from '../../compiler/cli/tensors.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { staticShapes } from '../../compiler/invariants.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import type { WeightForm } from '../../compiler/quantize/compression.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph } from '../../ir/graph.ts';
import { elementCount } from '../../ir/types.ts';
import type { Device } from '../../targets/devices/device.ts';
import { isFewBits } from '../../targets/webgpu/element-forms.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import type { LoweredProgram, Weight } from '../../targets/webgpu/program.ts';
import { must } from '../coreml/run-program.ts';
import { fixture, quantized } from '../quantize/quantized-model.ts';
import { largestError } from '../support/samples.ts';
import { contextOf, deviceNamed } from './memory-sink.ts';

const DEVICE = deviceNamed('swiftshader');

/** SwiftShader as if it were fast at products of integers. */
function withDots(): Device {
  const { webgpu } = DEVICE;
  if (webgpu === null) throw new Error('SwiftShader has WebGPU');
  const integerDots = { value: true, source: 'estimated', from: 'a test' } as const;
  return { ...DEVICE, webgpu: { ...webgpu, kernels: { ...webgpu.kernels, integerDots } } };
}

async function onWebgpu(graph: Graph, device: Device, precision: 'fp32' | 'fp16') {
  const own = cloneGraph(graph);
  const context = { ...contextOf(own), device, precision };
  must(await runPipeline(own, webgpu.pipeline(context), webgpu.given));
  return own;
}

/** All weights, however small. */
async function compressed(floats: Graph, form: WeightForm): Promise<Graph> {
  const graph = cloneGraph(floats);
  const steps = compressionSteps({ rules: [{ form }], min_elements: 0 });
  must(await runPipeline(graph, steps, [staticShapes]));
  return graph;
}

const BOUNDS = { fp32: 1e-4, fp16: 1e-2 } as const;

describe.each([
  ['clip_tiny_op14', 'int8', 'fp32'],
  ['clip_tiny_op14', 'int4', 'fp16'],
  ['vae_dec_tiny_op14', 'int8', 'fp16'],
  ['vae_dec_tiny_op14', 'int4', 'fp32'],
  ['unet_tiny_snap_op17', 'int4', 'fp16'],
  ['vae_dec_tiny_op14', 'palette6', 'fp16'],
] as const)('%s with weights of %s, in %s', (name, form, precision) => {
  it('computes what the reference does, and stores few floats', async () => {
    const model = await fixture(name);
    const graph = await compressed(model.graph, form);
    const [inputs = new Map()] = model.held;
    const expected = await evaluateGraph(graph, inputs);
    const own = await onWebgpu(graph, DEVICE, precision);
    const options = { device: DEVICE, precision, adapter: 'swiftshader' } as const;
    const actual = await runGraph(own, inputs, options);
    for (const [output, value] of expected) {
      const result = actual.get(output);
      expect(result && largestError(result, value)).toBeLessThanOrEqual(BOUNDS[precision]);
    }
    const floats = weightsOf(lowerGraph(own, DEVICE, precision)).filter(
      ({ type, stored }) => elementCount(type.shape) >= 4096 && !isFewBits(stored),
    );
    // Embeddings stay as they are unless a file of rules says otherwise.
    const tables = name.startsWith('clip') ? 1 : 0;
    expect(floats.map(({ type }) => type.shape.join(' x '))).toHaveLength(tables);
  });
});

it.each(['clip_tiny_op14', 'vae_dec_tiny_op14'])('%s with activations of 8 bits', async (name) => {
  const model = await fixture(name);
  const { graph } = await quantized(model);
  const [inputs = new Map()] = model.held;
  const expected = await evaluateGraph(graph, inputs);
  const device = withDots();
  const own = await onWebgpu(graph, device, 'fp32');
  const actual = await runGraph(own, inputs, { device, adapter: 'swiftshader' });
  for (const [output, value] of expected) {
    const result = actual.get(output);
    // Floats that differ in their last bits tip the rounding of some activation, by a whole step.
    expect(result && compareTensors(result, value).sqnr).toBeGreaterThan(30);
  }
  const labels = lowerGraph(own, device).kernels.map(({ label }) => label);
  expect(labels.filter((label) => label.startsWith('integer_')).length).toBeGreaterThan(4);
});

function weightsOf({ kernels }: LoweredProgram): readonly Weight[] {
  const bound = kernels.flatMap(({ bindings }) => bindings.map(({ buffer }) => buffer));
  return [...new Set(bound)].filter((buffer) => buffer.kind === 'weight');
}
