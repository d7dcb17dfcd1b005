/** How a run is submitted: in slices that fit the device, of which an abort leaves out the rest. */

import { afterEach, describe, expect, it, vi } from 'vitest';
import { loadProgram } from '../../runtime/web/index.ts';
import type { Program } from '../../runtime/web/index.ts';
import { fakeDevice } from './fake-device.ts';

const STEPS = 400;

const PROGRAM: Program = {
  model: 'long',
  features: [],
  limits: {},
  buffers: [16, 16],
  shards: [],
  sliceBytes: 4,
  inputs: [{ name: 'x', emitted: 'x', dtype: 'f32', shape: [4], stored: 'f32', buffer: 0 }],
  outputs: [{ name: 'y', emitted: 'y', dtype: 'f32', shape: [4], stored: 'f32', buffer: 1 }],
  kernels: Array.from({ length: 40 }, (_, index) => `shader ${index}`),
  bindings: [
    [0, 0, 16],
    [1, 0, 16],
  ],
  dispatches: Array.from({ length: STEPS }, (_, index) => [index % 40, 1, 1, 1, 0, 0, 1]),
};

const inputs = { x: new Float32Array(4) };

afterEach(() => {
  vi.restoreAllMocks();
});

/** On a device that takes `milliseconds` for each dispatch, by a clock of its own. */
async function load(milliseconds: number) {
  let ready = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => ready);
  const fake = fakeDevice({
    work: async (dispatches) => {
      await Promise.resolve();
      ready += dispatches * milliseconds;
    },
  });
  const model = await loadProgram<{ x: Float32Array }, { y: Float32Array }>(
    fake.device,
    PROGRAM,
    'file:///nowhere/index.js',
  );
  return { ...fake, model };
}

const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);

describe('a run', () => {
  it('of a slow device is slices of the same duration', async () => {
    const { model, submits } = await load(2);
    await model.run(inputs);
    expect(sum(submits)).toBe(STEPS);
    const steady = submits.slice(3, -1);
    expect(steady.length).toBeGreaterThan(8);
    expect(Math.min(...steady)).toBeGreaterThanOrEqual(16);
    expect(Math.max(...steady)).toBeLessThanOrEqual(50);
  });

  it('of a device that is slower still has slices of 16', async () => {
    const { model, submits } = await load(500);
    await model.run(inputs);
    expect(submits).toEqual(Array.from({ length: STEPS / 16 }, () => 16));
  });

  it('of a fast device becomes one', async () => {
    const { model, submits } = await load(0);
    for (let time = 0; time < 3; time++) await model.run(inputs);
    expect(sum(submits)).toBe(3 * STEPS);
    expect(submits.at(-1)).toBe(STEPS);
  });

  it('that is aborted leaves the rest out, and the next one is whole', async () => {
    const { model, submits } = await load(2);
    const abort = new AbortController();
    const run = model.run(inputs, { signal: abort.signal });
    abort.abort('enough');
    await expect(run).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    await model.run(inputs);
    expect(sum(submits)).toBeGreaterThan(STEPS);
    expect(sum(submits)).toBeLessThan(STEPS * 1.2);
  });
});

it('runs that leave their outputs on the GPU are at most two ahead of it', async () => {
  const finished: (() => void)[] = [];
  const work = () => new Promise<void>((resolve) => void finished.push(resolve));
  const fake = fakeDevice({ work });
  const program = { ...PROGRAM, dispatches: PROGRAM.dispatches.slice(0, 4) };
  const model = await loadProgram<object, object>(fake.device, program, 'file:///nowhere/');
  await model.run(inputs, { outputs: 'gpu' });
  let second = false;
  const runs = model.run(inputs, { outputs: 'gpu' }).then(async () => {
    second = true;
    return model.run(inputs, { outputs: 'gpu' });
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([fake.submits, second]).toEqual([[4, 4], false]);
  finished[0]?.();
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([fake.submits, second]).toEqual([[4, 4, 4], true]);
  finished[1]?.();
  await runs;
});

it('few pipelines are made at once, each shader once', async () => {
  const { pipelines, pipelinesAtOnce } = await load(0);
  expect([...pipelines].sort()).toEqual([...PROGRAM.kernels].sort());
  expect(pipelinesAtOnce()).toBe(4);
  // The longest first.
  expect(pipelines.map(({ length }) => length)).toEqual(
    PROGRAM.kernels.map(({ length }) => length).sort((one, other) => other - one),
  );
});
