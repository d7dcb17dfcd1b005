/** What a loaded model does beside running, in a worker of a real browser: buffers, a cache, a profile, a lost device. */

import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graphOf } from '../webgpu/artifact.ts';
import { emitGraph } from '../webgpu/memory-sink.ts';
import { openPage } from './harness.ts';
import type { OpenPage } from './harness.ts';

/** x -> x / 2 + w */
const STEP = `graph @step(%x: f32[4]) {
  @half = splat 0.5 : f32[4]
  @w = dense [1, 1, 1, 2] : f32[4]
  %0 = mul(%x, @half) : f32[4]
  %1 = add(%0, @w) : f32[4]
  return y=%1
}`;

const WORKER = `
import { WeightStore, load, requirements } from '/step/index.js';
import { openWeightCache } from '/step/runtime/cache.js';

const x = Float32Array.of(10, 18, 2, 36);
const adapter = () => navigator.gpu.requestAdapter();
const device = await (await adapter()).requestDevice(requirements);

const jobs = {
  loop: async () => {
    const model = await load(device);
    let y = x;
    for (let time = 0; time < 3; time++) ({ y } = await model.run({ x: y }, { outputs: 'gpu' }));
    const last = await model.run({ x: y });
    model.dispose();
    return Array.from(last.y);
  },
  cache: async () => {
    const cache = await openWeightCache('test');
    const store = new WeightStore();
    const first = await load(device, { cache, store });
    const shared = await load(device, { weights: '/nowhere', store });
    first.dispose();
    shared.dispose();
    const { y } = await (await load(device, { weights: '/nowhere', cache })).run({ x });
    await caches.delete('test');
    const lacking = await load(device, { weights: '/nowhere' }).catch(({ code }) => code);
    return [...y, store.bytes, lacking];
  },
  profile: async () => {
    const { requiredLimits } = requirements;
    const requiredFeatures = ['timestamp-query'];
    const timed = await (await adapter()).requestDevice({ requiredFeatures, requiredLimits });
    const model = await load(timed);
    const { outputs, milliseconds } = await model.profile({ x });
    timed.destroy();
    return [...outputs.y, milliseconds.length, milliseconds.every((time) => time >= 0)];
  },
  lost: async () => {
    const model = await load(await (await adapter()).requestDevice(requirements));
    model.device.destroy();
    const { reason } = await model.lost;
    const code = await model.run({ x }).catch((error) => error.code);
    await model.reload();
    const { y } = await model.run({ x });
    return [reason, code, ...y];
  },
};

onmessage = async ({ data }) =>
  postMessage(await jobs[data]().catch((fault) => 'failed: ' + fault.stack));
postMessage('ready');
`;

let folder: string;
let opened: OpenPage;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'snapc-model-'));
  const { sink } = await emitGraph(graphOf(STEP));
  await sink.writeTo(join(folder, 'step'));
  await writeFile(join(folder, 'worker.js'), WORKER);
  opened = await openPage(folder);
  await opened.page.evaluate(`new Promise((resolve, reject) => {
    globalThis.worker = new Worker('/worker.js', { type: 'module' });
    worker.onmessage = resolve;
    worker.onerror = ({ message }) => reject(new Error(message));
  })`);
});

afterAll(async () => {
  await opened.close();
  await rm(folder, { recursive: true });
});

async function work(job: string): Promise<unknown> {
  return opened.page.evaluate(`new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(${JSON.stringify(job)});
  })`);
}

test('a loop stays on the GPU until its last run', async () => {
  expect(await work('loop')).toEqual([2.5, 3, 2, 6]);
});

test('weights come from the cache or from the other model, and else not at all', async () => {
  expect(await work('cache')).toEqual([6, 10, 2, 20, 0, 'weights']);
});

test('each dispatch is timed', async () => {
  const [a, b, c, d, count, timed] = (await work('profile')) as unknown[];
  expect([a, b, c, d, timed]).toEqual([6, 10, 2, 20, true]);
  expect(count).toBeGreaterThan(0);
});

test('a lost device is replaced by a new one of the page', async () => {
  expect(await work('lost')).toEqual(['destroyed', 'lost', 6, 10, 2, 20]);
});
