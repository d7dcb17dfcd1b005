/** A profile: the time of each dispatch beside the outputs of the same run. */

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ownDevice, sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { emitArtifact } from './artifact.ts';
import type { Artifact } from './artifact.ts';

/** More dispatches than are timed at once. */
const LENGTH = 70;
const sums = Array.from(
  { length: LENGTH },
  (_, at) => `  %${at} = softmax(${at === 0 ? '%x' : `%${at - 1}`}) {axis=1} : f32[64,64]`,
);
const GRAPH = `graph @long(%x: f32[64,64]) {\n${sums.join('\n')}\n  return y=%${LENGTH - 1}\n}`;

const inputs = { x: Float32Array.from({ length: 4096 }, (_, at) => Math.sin(at)) };

let artifact: Artifact;
beforeAll(async () => {
  artifact = await emitArtifact(GRAPH);
});
afterAll(() => artifact.remove());

it('has a time for each dispatch, and the same numbers', async () => {
  const { device, close } = await ownDevice({ features: ['timestamp-query'], limits: {} });
  const model = await artifact.module.load(device);
  const expected = await model.run(inputs);
  const [{ outputs, milliseconds }, after] = await Promise.all([
    model.profile(inputs),
    model.run(inputs),
  ]);
  expect(outputs).toEqual(expected);
  expect(after).toEqual(expected);
  expect(artifact.program.dispatches.length).toBeGreaterThanOrEqual(LENGTH);
  expect(milliseconds).toHaveLength(artifact.program.dispatches.length);
  expect(milliseconds.every((time) => time >= 0 && time < 60_000)).toBe(true);
  expect(milliseconds.reduce((sum, time) => sum + time, 0)).toBeGreaterThan(0);

  const abort = new AbortController();
  const aborted = model.profile(inputs, { signal: abort.signal });
  abort.abort('enough');
  await expect(aborted).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
  expect(await model.run(inputs)).toEqual(expected);
  model.dispose();
  close();
});

it('needs a feature that is named', async () => {
  const { device } = await sharedDevice({ features: [], limits: {} });
  const model = await artifact.module.load(device);
  await expect(model.profile(inputs)).rejects.toMatchObject({
    code: 'feature',
    message: expect.stringContaining('timestamp-query') as unknown,
  });
  model.dispose();
});
