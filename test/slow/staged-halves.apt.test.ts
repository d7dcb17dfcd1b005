/** Halves in the memory of workgroups: products and convolutions in fp16 on lavapipe, beside the reference. */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { seededInputs } from '../../compiler/validate.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import type { RegisterTile } from '../../targets/devices/device.ts';
import { figure } from '../../targets/devices/figure.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { largestError } from '../support/samples.ts';
import { graphOf } from '../webgpu/matmul-graphs.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';

beforeAll(() => {
  const script = fileURLToPath(new URL('../setup/lavapipe.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
});

const GRAPH = `graph @g(%x: f16[2,17,13,24], %a: f16[3,37,50], %b: f16[3,50,28], %i: f16[1,9,9,3]) {
  @w = seeded 1 0.1 : f16[36,24,3,3]
  @u = seeded 2 0.1 : f16[10,3,3,3]
  @v = seeded 3 0.1 : f16[24,33]
  @k = seeded 4 0.1 : f16[36]
  %0 = conv(%x, @w, @k) {pads=[1, 1, 1, 1], layout=channels_last} : f16[2,17,13,36]
  %1 = conv(%i, @u) {strides=[2, 2], layout=channels_last} : f16[1,4,4,10]
  %2 = matmul(%a, %b) : f16[3,37,28]
  %3 = matmul(%x, @v) : f16[2,17,13,33]
  %4 = upsample_conv(%x, @w) : f16[2,34,26,36]
  return y0=%0, y1=%1, y2=%2, y3=%3, y4=%4
}`;

it.each<readonly [RegisterTile['workgroupSize']]>([[[8, 8, 1]], [[8, 1, 1]], [[1, 8, 1]]])(
  'workgroups of %j',
  async (workgroupSize) => {
    const lavapipe = deviceNamed('lavapipe');
    if (!lavapipe.webgpu) throw new Error('lavapipe has WebGPU');
    const tile = { rows: 4, columns: 8, vectorWidth: 4, workgroupSize, staged: true } as const;
    const kernels = {
      matmul: figure(tile, 'estimated', 'a test'),
      conv2d: figure(tile, 'estimated', 'a test'),
      invocations: figure(1, 'estimated', 'a test'),
    };
    const device = { ...lavapipe, webgpu: { ...lavapipe.webgpu, kernels } };
    const graph = graphOf(GRAPH);
    for (const { code } of lowerGraph(graph, device, 'fp16').kernels) {
      expect(code).toMatch(/var<workgroup> \w+: array<(vec4<)?f16/);
    }
    const inputs = seededInputs(graph);
    const expected = await evaluateGraph(graph, inputs);
    const actual = await runGraph(graph, inputs, {
      device,
      precision: 'fp16',
      adapter: 'lavapipe',
    });
    for (const [name, value] of expected) {
      const result = actual.get(name);
      const error = result === undefined ? Infinity : largestError(result, value);
      expect(error, name).toBeLessThanOrEqual(1e-2);
    }
  },
);
