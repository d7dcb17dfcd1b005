/**
 * Every family of kernels in fp16 on lavapipe, with the tiles of phones and software adapters, subgroups and memory of
 * workgroups: sums are those of the reference, so that results differ by one step of fp16 at most.
 */

import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import { fuseEpilogues } from '../../compiler/passes/fuse-epilogues.ts';
import { fusePointwise } from '../../compiler/passes/fuse-pointwise.ts';
import { runPipeline } from '../../compiler/pipeline.ts';
import { seededInputs } from '../../compiler/validate.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import type { Device, RegisterTile } from '../../targets/devices/device.ts';
import { figure } from '../../targets/devices/figure.ts';
import { runGraph } from '../../targets/webgpu/host/run-graph.ts';
import { lowerGraph } from '../../targets/webgpu/lower.ts';
import { lowerings } from '../../targets/webgpu/lower/index.ts';
import { largestError } from '../support/samples.ts';
import { ATTENTIONS, NORMS, OTHERS, STREAM, TILED } from '../webgpu/half-graphs.ts';
import { graphOf } from '../webgpu/matmul-graphs.ts';
import { deviceNamed } from '../webgpu/memory-sink.ts';
import { sampleGraph } from '../webgpu/sample-graph.ts';

/** From one half to the next, relative to the smaller. */
const STEP = 2 ** -10;
/** What sums in fp32 may lose. */
const SLACK = 1e-5;
/** In fp32: of a branch that the reference rounds and a kernel does not, and of sums of weights that are stored as halves. */
const ROUNDED = ['sum', 'enlarged'];

beforeAll(() => {
  const script = fileURLToPath(new URL('../setup/lavapipe.mjs', import.meta.url));
  execFileSync(process.execPath, [script], { stdio: 'inherit' });
});

function withTiles(tile: Partial<RegisterTile>): Device {
  const device = deviceNamed('lavapipe');
  if (!device.webgpu) throw new Error('lavapipe has WebGPU');
  const base = { rows: 4, columns: 4, vectorWidth: 4, workgroupSize: [8, 8, 1] } as const;
  const whole = figure({ ...base, ...tile }, 'estimated', 'a test');
  const kernels = {
    matmul: whole,
    conv2d: whole,
    attention: whole,
    winograd: figure(true, 'estimated', 'a test'),
    invocations: figure(1, 'estimated', 'a test'),
  };
  return { ...device, webgpu: { ...device.webgpu, kernels } };
}

const STAGED = /var<workgroup> \w+: array<(vec4<)?f16/;
const SUBGROUPS = /enable subgroups;/;

/** Each with what some of its kernels say. */
const TILES = {
  "a phone's": [{}, /f16/],
  'more rows': [{ rows: 8, columns: 8, depth: 4 }, /for \(/],
  'one row': [{ rows: 1, columns: 8, workgroupSize: [64, 1, 1] }, /workgroup_size\(64/],
  subgroups: [{ rows: 4, columns: 16, workgroupSize: [16, 1, 1], subgroups: true }, SUBGROUPS],
  'in a loop by subgroups': [{ rows: 4, columns: 8, depth: 4, subgroups: true }, SUBGROUPS],
  staged: [{ rows: 4, columns: 8, staged: true }, STAGED],
  'right operands staged': [{ workgroupSize: [8, 1, 1], staged: true }, STAGED],
  'left operands staged': [{ workgroupSize: [1, 8, 1], depth: 12, staged: true }, STAGED],
} as const satisfies Record<string, readonly [Partial<RegisterTile>, RegExp]>;

it.each(Object.entries(TILES))('tiles: %s', async (_, [tile, sign]) => {
  const device = withTiles(tile);
  expect(codeOf(TILED, device)).toMatch(sign);
  await expectSame(TILED, device);
});

it.each([
  ['other products and convolutions', OTHERS],
  ['a residual stream in fp32', STREAM],
  ['normalisations', NORMS],
])('%s', (_, text) => expectSame(text, withTiles({})));

it('a residual stream in fp32, staged', () => expectSame(STREAM, withTiles({ staged: true })));

it.each([
  ['several queries', { rows: 3, columns: 4, depth: 4, workgroupSize: [8, 1, 1] }, /f16/],
  ['a loop over features', { rows: 2, columns: 8, depth: 0 }, /f16/],
  ['subgroups', { rows: 2, columns: 8, depth: 2, subgroups: true }, SUBGROUPS],
  ['staged', { rows: 2, depth: 2, workgroupSize: [8, 1, 1], staged: true }, /var<workgroup>/],
] as const)('tiles of attention: %s', async (_, tile, sign) => {
  const device = withTiles(tile);
  expect(codeOf(ATTENTIONS, device)).toMatch(sign);
  await expectSame(ATTENTIONS, device);
});

it('samples of ops that take or give fp16', async () => {
  let count = 0;
  for (const op of Object.values<OpDefinition>(builtinOps)) {
    if (!Object.hasOwn(lowerings, op.name)) continue;
    for (const sample of op.samples) {
      const { graph, inputs } = sampleGraph(op, sample);
      const values = [...graph.nodes()].flatMap((node) => [...node.operands, ...node.results]);
      if (!values.some((value) => value?.type.dtype === 'f16')) continue;
      count++;
      const expected = await evaluateGraph(graph, inputs);
      const actual = await runGraph(graph, inputs, {
        device: deviceNamed('lavapipe'),
        precision: 'fp16',
        adapter: 'lavapipe',
      });
      for (const [name, value] of expected) {
        const result = actual.get(name);
        const error = result === undefined ? Infinity : largestError(result, value);
        expect(error, op.name).toBeLessThanOrEqual(STEP);
      }
    }
  }
  expect(count).toBeGreaterThan(0);
});

it("Winograd's products would round twice, so that they stay with fp32", () => {
  const text = (dtype: string): string => `graph @g(%x: ${dtype}[1,32,32,128]) {
    @w = seeded 1 0.1 : ${dtype}[128,128,3,3]
    %0 = conv(%x, @w) {pads=[1, 1, 1, 1], layout=channels_last} : ${dtype}[1,32,32,128]
    return y=%0
  }`;
  const device = deviceNamed('lavapipe');
  expect(lowerGraph(graphOf(text('f32')), device).kernels).toHaveLength(3);
  expect(lowerGraph(graphOf(text('f16')), device, 'fp16').kernels).toHaveLength(1);
});

function codeOf(text: string, device: Device): string {
  const { kernels } = lowerGraph(graphOf(text), device, 'fp16');
  return kernels.map(({ code }) => code).join('\n');
}

async function expectSame(text: string, device: Device): Promise<void> {
  const graph = graphOf(text);
  const inputs = seededInputs(graph);
  const expected = await evaluateGraph(graph, inputs);
  const fused = await runPipeline(graph, [fuseEpilogues.with({}), fusePointwise.with({})]);
  expect(fused.ok).toBe(true);
  const actual = await runGraph(graph, inputs, { device, precision: 'fp16', adapter: 'lavapipe' });
  for (const [name, value] of expected) {
    const result = actual.get(name);
    const error = result === undefined ? Infinity : largestError(result, value);
    const isRounded = value.dtype === 'f16' || ROUNDED.includes(name);
    const allowed = isRounded ? STEP + SLACK : SLACK;
    expect(error, name).toBeLessThanOrEqual(allowed);
  }
}
