/** Tuning in a real browser: the first load times tiles, the next one takes what the browser's cache remembers. */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphOf } from '../webgpu/artifact.ts';
import { emitGraph } from '../webgpu/memory-sink.ts';
import { openPage } from './harness.ts';
import type { OpenPage } from './harness.ts';

const MODEL = `graph @model(%x: f32[64,32]) {
  @w = splat 0.5 : f32[32,64]
  %0 = matmul(%x, @w) : f32[64,64]
  return y=%0
}`;

/** `pipelines` counts those that a load makes, `seconds` those that it may take to time others. */
const LOAD = `async (seconds) => {
  const { load, requirements } = await import('/model/index.js');
  const { openWeightCache } = await import('/model/runtime/cache.js');
  const adapter = await navigator.gpu.requestAdapter();
  const device = await adapter.requestDevice({
    ...requirements,
    requiredFeatures: ['timestamp-query'].filter((name) => adapter.features.has(name)),
  });
  let pipelines = 0;
  const make = device.createComputePipelineAsync.bind(device);
  device.createComputePipelineAsync = (descriptor) => (pipelines++, make(descriptor));
  const phases = new Set();
  const model = await load(device, {
    cache: await openWeightCache('tune-test'),
    ...(seconds === undefined ? {} : { tune: { milliseconds: 1000 * seconds } }),
    onProgress: ({ phase }) => phases.add(phase),
  });
  const { y } = await model.run({ x: new Float32Array(64 * 32).fill(2) });
  const { tuned } = model;
  model.dispose();
  return { pipelines, tuned, tunes: phases.has('tuning'), right: y.every((value) => value === 32) };
}`;

interface Loaded {
  readonly pipelines: number;
  readonly tuned: readonly { readonly kernels: string; readonly milliseconds: object }[];
  readonly tunes: boolean;
  readonly right: boolean;
}

let folder: string;
let opened: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-tune-'));
  const { sink } = await emitGraph(graphOf(MODEL), { options: { variants: 2 } });
  await sink.writeTo(join(folder, 'model'));
  opened = await openPage(folder);
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

const load = (seconds?: number): Promise<Loaded> =>
  opened.page.evaluate<Loaded>(`(${LOAD})(${seconds ?? ''})`);

test('the second load compiles what the first one chose, and nothing else', async () => {
  const first = await load(60);
  expect(first).toMatchObject({ pipelines: 3, tunes: true, right: true });
  expect(first.tuned.map(({ kernels }) => kernels)).toEqual(['matmul']);
  expect(Object.keys(first.tuned[0]?.milliseconds ?? {})).toHaveLength(3);
  const second = await load(60);
  expect(second).toEqual({ pipelines: 1, tunes: false, right: true, tuned: first.tuned });
  const plain = await load();
  expect(plain).toEqual({ pipelines: 1, tunes: false, right: true, tuned: [] });
  expect(opened.log).toEqual([]);
});
