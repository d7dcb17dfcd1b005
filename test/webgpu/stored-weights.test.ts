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
    // A table, or scales of two or four bytes.
    const parameters =
      form === 'int8'
        ? 4 * 192
        : form === 'int4'
          ? (elements / 32) * 4
          : Math.max(16, 4 * 2 ** bits);
    expect(rest).toBeGreaterThan(0);
    expect(rest).toBeLessThanOrEqual(parameters);
  }
  expect(checkLegal(graph, DEVICE, 1 << 28)).toEqual([]);
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
