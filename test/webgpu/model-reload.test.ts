/** A device that is lost ends its models; `reload` brings them back on another one. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDevice } from '../../targets/webgpu/host/shared-device.ts';
import { emitArtifact } from './artifact.ts';
import type { Artifact } from './artifact.ts';
import { fakeDevice } from './fake-device.ts';

const GRAPH = `graph @shift(%x: f32[4]) {
  @w = dense [1, 2, 3, 4] : f32[4]
  %0 = add(%x, @w) : f32[4]
  return y=%0
}`;

const inputs = { x: Float32Array.of(10, 20, 30, 40) };
const y = Float32Array.of(11, 22, 33, 44);

let artifact: Artifact;
beforeAll(async () => {
  artifact = await emitArtifact(GRAPH);
});
afterAll(() => artifact.remove());

const open = () => ownDevice({ features: [], limits: {} });

describe('a model whose device is destroyed', () => {
  it('says so and is reloaded on another one', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    const model = await artifact.module.load(first.device);
    expect(model.device).toBe(first.device);
    const under = model.run(inputs);
    first.close();
    await expect(under).rejects.toMatchObject({ code: 'lost' });
    expect(await model.lost).toMatchObject({ reason: 'destroyed' });
    await expect(model.run(inputs)).rejects.toMatchObject({ code: 'lost' });

    const told = new Set<string>();
    const reloading = model.reload(second.device, { onProgress: ({ phase }) => told.add(phase) });
    // A run that is asked for meanwhile waits for it.
    const waiting = model.run(inputs);
    await reloading;
    expect((await waiting)['y']).toEqual(y);
    expect(told).toEqual(new Set(['weights', 'pipelines']));
    expect(model.device).toBe(second.device);
    expect((await model.run(inputs))['y']).toEqual(y);

    second.close();
    expect(await model.lost).toMatchObject({ reason: 'destroyed' });
    await expect(model.run(inputs)).rejects.toMatchObject({ code: 'lost' });
    model.dispose();
  });

  it('needs a device where there is no page to ask for one', async () => {
    const { device, close } = await open();
    const model = await artifact.module.load(device);
    close();
    await model.lost;
    await expect(model.reload()).rejects.toMatchObject({
      code: 'lost',
      message: 'no adapter is left; give reload a device',
    });
    model.dispose();
  });

  it('can try again after a reload that failed', async () => {
    const [first, second] = await Promise.all([open(), open()]);
    const model = await artifact.module.load(first.device);
    first.close();
    await model.lost;
    await expect(model.reload(first.device)).rejects.toMatchObject({ code: 'lost' });
    const signal = AbortSignal.abort('not now');
    await expect(model.reload(second.device, { signal })).rejects.toMatchObject({
      code: 'aborted',
    });
    await expect(model.run(inputs)).rejects.toMatchObject({ code: 'lost' });
    await model.reload(second.device);
    expect((await model.run(inputs))['y']).toEqual(y);
    model.dispose();
    second.close();
  });
});

describe('a model that works', () => {
  it('is built again on its device, after the runs before', async () => {
    const { device, close } = await open();
    const model = await artifact.module.load(device);
    const { x: before } = model.inputBuffers;
    const run = model.run(inputs);
    const reloading = model.reload();
    expect((await run)['y']).toEqual(y);
    await reloading;
    expect(model.inputBuffers['x']).not.toBe(before);
    expect((await model.run(inputs))['y']).toEqual(y);
    model.dispose();
    close();
  });

  it('goes on where a reload cannot begin', async () => {
    const { device, close } = await open();
    const model = await artifact.module.load(device);
    const { x: before } = model.inputBuffers;
    const abort = new AbortController();
    const run = model.run(inputs);
    const reloading = model.reload(undefined, { signal: abort.signal });
    abort.abort('no longer');
    await expect(reloading).rejects.toMatchObject({ code: 'aborted', cause: 'no longer' });
    expect((await run)['y']).toEqual(y);
    const lacking = fakeDevice({ limits: {} }).device;
    await expect(model.reload(lacking)).rejects.toMatchObject({ code: 'limit' });
    const gone = await open();
    gone.close();
    await gone.device.lost;
    await expect(model.reload(gone.device)).rejects.toMatchObject({ code: 'lost' });
    expect(model.inputBuffers['x']).toBe(before);
    expect((await model.run(inputs))['y']).toEqual(y);
    model.dispose();
    close();
  });

  it('whose reload fails midway is reloaded on the same device', async () => {
    const { device, close } = await open();
    const model = await artifact.module.load(device);
    const abort = new AbortController();
    const { signal } = abort;
    const reloading = model.reload(undefined, { signal, onProgress: () => abort.abort() });
    await expect(reloading).rejects.toMatchObject({ code: 'aborted' });
    await expect(model.run(inputs)).rejects.toMatchObject({
      code: 'lost',
      message: 'the model was not reloaded',
    });
    await model.reload();
    expect(model.device).toBe(device);
    expect((await model.run(inputs))['y']).toEqual(y);
    model.dispose();
    close();
  });

  it('cannot be reloaded once it is disposed of, nor while it is', async () => {
    const { device, close } = await open();
    const model = await artifact.module.load(device);
    const reloading = model.reload();
    model.dispose();
    await expect(reloading).rejects.toMatchObject({ code: 'disposed' });
    await expect(model.reload()).rejects.toMatchObject({ code: 'disposed' });
    await expect(model.run(inputs)).rejects.toMatchObject({ code: 'disposed' });
    close();
  });
});
