/** What the manifest says of weights in few bits, and the remark where kernels read them as floats. */

import { expect, it } from 'vitest';
import { foldConstants } from '../../compiler/passes/fold-constants.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { compressionSteps } from '../../compiler/quantize/compression.ts';
import type { CompressionRule } from '../../compiler/quantize/compression.ts';
import { checkLegal } from '../../targets/webgpu/legal.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { storedWeights } from '../../targets/webgpu/stored-weights.ts';
import { graphOf } from './matmul-graphs.ts';
import { deviceNamed } from './memory-sink.ts';

const DEVICE = deviceNamed('webgpu-default');

async function compressed(rule: CompressionRule, text: string) {
  const graph = graphOf(text);
  const steps = compressionSteps({ rules: [rule], min_elements: 0 });
  const changed = await runPipeline(graph, [{ pass: foldConstants, options: {} }, ...steps]);
  expect(changed.ok).toBe(true);
  return graph;
}

const LAYERS = `graph @g(%x: f32[1,8,8,64], %a: f32[16,128]) {
  @kernel = seeded 1 0.5 : f32[96,64,3,3]
  @wide = seeded 2 0.5 : f32[128,192]
  @turned = seeded 3 0.5 : f32[128,192]
  %c = conv(%x, @kernel) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,96]  // onnx: "/conv"
  %b = matmul(%a, @wide) : f32[16,192]  // onnx: "/first"
  %d = matmul(%b, @turned) {transpose_b=true} : f32[16,128]  // onnx: "/second"
  return c=%c, d=%d
}`;

it.each([
  ['int8', 'int8', 8],
  ['int4', 'int4', 4],
  ['palette1', 'palette1', 1],
  ['palette2', 'palette2', 2],
  ['palette3', 'palette3', 3],
  ['palette4', 'palette4', 4],
  ['palette6', 'palette6', 6],
] as const)('%s is told with its nodes and bytes', async (form, name, bits) => {
  const graph = await compressed({ form }, LAYERS);
  const weights = storedWeights(lowerGraph(graph, DEVICE));
  const wide = 128 * 192;
  expect(weights.map(({ nodes, form: own, elements }) => [nodes, own, elements])).toEqual([
    [['/conv'], name, 96 * 64 * 9],
    [['/first'], name, wide],
    [['/second'], name, wide],
  ]);
  for (const { elements, bytes } of weights) {
    const rest = bytes - (elements * bits) / 8;
    // A table, or scales of two bytes.
    const parameters =
      form === 'int8'
        ? 2 * 192
        : form === 'int4'
          ? (elements / 32) * 2
          : Math.max(16, 4 * 2 ** bits);
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThanOrEqual(parameters);
  }
  expect(checkLegal(graph, DEVICE, 1 << 28)).toEqual([]);
});

const bytesOf = async (rule: CompressionRule, text: string): Promise<readonly number[]> =>
  storedWeights(lowerGraph(await compressed(rule, text), DEVICE)).map(({ bytes }) => bytes);

it('scales are halves and take two bytes each, unless something has scaled them', async () => {
  const [kernel, wide] = [96 * 64 * 9, 128 * 192];
  const outputs = [kernel + 2 * 96, wide + 2 * 192, wide + 2 * 128];
  expect(await bytesOf({ form: 'int8' }, LAYERS)).toEqual(outputs);
  const groups = [kernel, wide, wide].map((count) => count / 2 + (2 * count) / 32);
  expect(await bytesOf({ form: 'int4' }, LAYERS)).toEqual(groups);
  const scaled = `graph @g(%a: f32[16,128]) {
    @w = seeded 2 0.5 : f32[128,192]
    @s = quantization_scale(@w) {axis=1} : f32[192]
    @i = quantize_linear(@w, @s) {axis=1, dtype=i8} : i8[128,192]
    @d = dequantize_linear(@i, @s) {axis=1} : f32[128,192]
    @third = splat 0.3 : f32[192]
    @t = mul(@d, @third) : f32[128,192]
    %b = matmul(%a, @t) : f32[16,192]  // onnx: "/scaled"
    return b=%b
  }`;
  expect(await bytesOf({ form: 'float' }, scaled)).toEqual([wide + 4 * 192]);
});

it('says where kernels read floats', async () => {
  const graph = await compressed(
    { form: 'palette6' },
    `graph @g(%x: f32[1,8,8,30]) {
      @kernel = seeded 1 0.5 : f32[96,30,3,3]
      %c = conv(%x, @kernel) {pads=[1, 1, 1, 1], layout=channels_last} : f32[1,8,8,96]  // onnx: "/conv"
      return c=%c
    }`,
  );
  expect(storedWeights(lowerGraph(graph, DEVICE))).toEqual([]);
  const remarks = checkLegal(graph, DEVICE, 1 << 28);
  expect(remarks.map(({ code, severity, place }) => [code, severity, place])).toEqual([
    ['SNAPC4304', 'note', { node: '/conv' }],
  ]);
  expect(remarks[0]?.message).toContain('one weight of palette6 is stored as floats');
});
