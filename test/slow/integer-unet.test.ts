/**
 * A UNet with activations of 8 bits on WebGPU: with products in integers as with products in floats it differs from the
 * evaluator by nothing but roundings that tip.
 */

import { expect, it } from 'vitest';
import { compareTensors } from '../../compiler/cli/tensors.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { cloneGraph } from '../../ir/clone.ts';
import { materialize } from '../../ir/constant.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { Graph, Value } from '../../ir/graph.ts';
import { quantize_linear } from '../../ir/ops/composite/quantize-linear.ts';
import { hashUniform } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { Device } from '../../targets/devices/device.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { webgpu } from '../../targets/webgpu/target.ts';
import { must } from '../coreml/run-program.ts';
import { fixture, quantized } from '../quantize/quantized-model.ts';
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
    // Where the reference rounds one activation to its neighbour, all that read it round otherwise too: as far apart
    // are two runs of the reference itself whose inputs differ by a millionth.
    const moved = (await evaluateGraph(graph, shaken(inputs))).get(output);
    if (moved === undefined) throw new Error(`no output ${output}`);
    const itself = compareTensors(moved, value).sqnr;
    expect(itself).toBeLessThan(40);
    const bound = Math.min(itself, 28) - 3;
    expect(compareTensors(whole, value).sqnr).toBeGreaterThan(bound);
    expect(compareTensors(whole, broken).sqnr).toBeGreaterThan(bound);
  }
});

/** Of each number a millionth more or less. */
function shaken(inputs: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const shake = (value: number, index: number): number =>
    value * (1 + 1e-6 * (2 * hashUniform(1, index) - 1));
  return new Map(
    Array.from(inputs, ([name, tensor]) => {
      const { dtype, shape } = tensor;
      const isImage = dtype === 'f32' && shape.length > 1;
      return [name, isImage ? tensorFrom(dtype, shape, toNumbers(tensor).map(shake)) : tensor];
    }),
  );
}

it.each([
  ['integers', withDots(FLOATS)],
  ['floats', FLOATS],
])('in %s it is next to the evaluator until the first rounding tips', async (kind, device) => {
  const model = await fixture('unet_tiny_snap_op17');
  const { graph } = await quantized(model);
  const [inputs = new Map<string, Tensor>()] = model.held;
  const rounded: { readonly name: string; readonly value: Value; readonly step: number }[] = [];
  for (const { op, operands } of graph.nodes()) {
    const [value, scale] = operands;
    if (op !== quantize_linear || value === undefined || value.constant !== undefined) continue;
    if (scale?.constant === undefined) throw new Error('scales of activations are constants');
    const [step = 1] = toNumbers(await materialize(scale.constant));
    rounded.push({ name: `rounded ${rounded.length}`, value, step });
  }
  graph.setOutputs([...graph.outputs, ...rounded]);
  const expected = await evaluateGraph(graph, inputs);
  const { products, values } = await onDevice(graph, inputs, device);
  expect(products > 50).toBe(kind === 'integers');
  let same = 0;
  for (const { name, step } of rounded) {
    const [wanted, actual] = [expected.get(name), values.get(name)];
    if (wanted === undefined || actual === undefined) throw new Error(`no output ${name}`);
    const theirs = toNumbers(actual).map((value) => value / step);
    const quanta = toNumbers(wanted).map((value, index) => {
      const [from, to] = [value / step, theirs[index] ?? NaN];
      return { apart: Math.abs(from - to), tips: Math.round(from) !== Math.round(to) };
    });
    expect(Math.max(...quanta.map(({ apart }) => apart))).toBeLessThan(1e-3);
    if (quanta.some(({ tips }) => tips)) break;
    same++;
  }
  expect(same).toBeGreaterThan(3);
});
