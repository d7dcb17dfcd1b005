/** A loaded model: what it takes and gives, and how runs, aborts and the end behave. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ownDevice, sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { emitArtifact } from './artifact.ts';
import type { Artifact } from './artifact.ts';

const HALVE = `graph @halve(%x: f32[2,3], %"not a name": i64[2], %flags: bool[3]) {
  @half = splat 0.5 : f32[2,3]
  @w = dense [10, 20, 30] : f32[3]
  %0 = mul(%x, @half) : f32[2,3]
  %1 = add(%0, @w) : f32[2,3]
  %2 = add(%"not a name", %"not a name") : i64[2]
  return sum=%1, double=%2, "flags again"=%flags
}`;

let artifact: Artifact;
let device: GPUDevice;
const inputs = {
  x: Float32Array.of(2, 4, 6, 8, 10, 12),
  input1: BigInt64Array.of(5n, -7n),
  flags: Uint8Array.of(1, 0, 7),
};
const sum = Float32Array.of(11, 22, 33, 14, 25, 36);

beforeAll(async () => {
  artifact = await emitArtifact(HALVE);
  const { requiredFeatures: features, requiredLimits: limits } = artifact.module.requirements;
  ({ device } = await sharedDevice({ features, limits }));
});

afterAll(async () => {
  await artifact.remove();
});

describe('inputs and outputs', () => {
  it('are typed arrays under the emitted names', async () => {
    const model = await artifact.module.load(device);
    expect(await model.run(inputs)).toEqual({
      sum,
      double: BigInt64Array.of(10n, -14n),
      output2: Uint8Array.of(1, 0, 1),
    });
    model.dispose();
  });

  it('are described', async () => {
    expect(artifact.module.inputs).toEqual([
      { name: 'x', property: 'x', dtype: 'f32', shape: [2, 3], stored: 'f32', bytes: 24 },
      { name: 'not a name', property: 'input1', dtype: 'i64', shape: [2], stored: 'i32', bytes: 8 },
      { name: 'flags', property: 'flags', dtype: 'bool', shape: [3], stored: 'u32', bytes: 12 },
    ]);
    const model = await artifact.module.load(device);
    expect(model.inputs).toEqual(artifact.module.inputs);
    expect(model.outputs).toEqual(artifact.module.outputs);
    model.dispose();
  });

  it.each([
    ['is missing', { ...inputs, x: undefined }, 'must be a Float32Array, not undefined'],
    ['is left out', { input1: inputs.input1, flags: inputs.flags }, '"x" is missing'],
    ['is unknown', { ...inputs, y: inputs.x }, 'no input "y", only: x, input1, flags'],
    ['is a list', { ...inputs, x: [1, 2] }, 'must be a Float32Array, not an array'],
    [
      'has another dtype',
      { ...inputs, x: new Float64Array(6) },
      'must be a Float32Array, not Float64Array',
    ],
    [
      'has another length',
      { ...inputs, x: new Float32Array(5) },
      'has 5 elements; its shape [2, 3] has 6',
    ],
    [
      'holds what 32 bits cannot',
      { ...inputs, input1: BigInt64Array.of(1n, 2n ** 40n) },
      'input "not a name" holds 1099511627776 at 1',
    ],
    ['is nothing', null, 'the inputs are an object'],
  ])('an input that %s is refused', async (_, given, message) => {
    const model = await artifact.module.load(device);
    await expect(model.run(given as never)).rejects.toMatchObject({
      name: 'SnapcError',
      code: 'input',
      message: expect.stringContaining(message) as unknown,
    });
    model.dispose();
  });

  it('64-bit integers may come in 32', async () => {
    const model = await artifact.module.load(device);
    const { double } = await model.run({ ...inputs, input1: Int32Array.of(3, 4) });
    expect(double).toEqual(BigInt64Array.of(6n, 8n));
    model.dispose();
  });
});

describe('runs', () => {
  it('wait for each other, and keep the inputs they were given', async () => {
    const model = await artifact.module.load(device);
    const x = inputs.x.slice();
    const first = model.run({ ...inputs, x });
    const second = model.run({ ...inputs, x });
    x.fill(0);
    const third = model.run({ ...inputs, x });
    expect((await first)['sum']).toEqual(sum);
    expect((await second)['sum']).toEqual(sum);
    expect((await third)['sum']).toEqual(Float32Array.of(10, 20, 30, 10, 20, 30));
    model.dispose();
  });

  it('are aborted by their signal alone', async () => {
    const model = await artifact.module.load(device);
    const abort = new AbortController();
    const before = model.run(inputs);
    const aborted = model.run(inputs, { signal: abort.signal });
    const after = model.run(inputs);
    abort.abort('enough');
    await expect(aborted).rejects.toMatchObject({ code: 'aborted', cause: 'enough' });
    expect((await before)['sum']).toEqual(sum);
    expect((await after)['sum']).toEqual(sum);
    await expect(model.run(inputs, { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'aborted',
    });
    model.dispose();
  });

  it('a failed one does not stop the next', async () => {
    const model = await artifact.module.load(device);
    const wrong = model.run({ ...inputs, x: new Float32Array(1) });
    const right = model.run(inputs);
    await expect(wrong).rejects.toMatchObject({ code: 'input' });
    expect((await right)['sum']).toEqual(sum);
    model.dispose();
  });

  it('end with the model', async () => {
    const model = await artifact.module.load(device);
    const under = model.run(inputs);
    const waiting = model.run(inputs);
    model.dispose();
    await expect(under).rejects.toMatchObject({ code: 'disposed' });
    await expect(waiting).rejects.toMatchObject({ code: 'disposed' });
    await expect(model.run(inputs)).rejects.toMatchObject({ code: 'disposed' });
    model.dispose();
  });
});

it('tells its progress', async () => {
  const told: unknown[] = [];
  const model = await artifact.module.load(device, { onProgress: (event) => told.push(event) });
  const { kernels, shards } = artifact.program;
  const [shard] = shards;
  expect(told).toContainEqual({ phase: 'weights', done: shard?.bytes, total: shard?.bytes });
  const pipelines = kernels.map((_, index) => {
    return { phase: 'pipelines', done: index + 1, total: kernels.length };
  });
  expect(told).toEqual(expect.arrayContaining(pipelines));
  expect(told).toHaveLength(pipelines.length + 1);
  model.dispose();
});

it('two models share a device', async () => {
  const [one, two] = await Promise.all([
    artifact.module.load(device),
    artifact.module.load(device),
  ]);
  one.dispose();
  expect((await two.run(inputs))['sum']).toEqual(sum);
  two.dispose();
});

describe('a device that is destroyed', () => {
  it('ends its models, and loads no other', async () => {
    const opened = await ownDevice({ features: [], limits: {} });
    const model = await artifact.module.load(opened.device);
    expect((await model.run(inputs))['sum']).toEqual(sum);
    const under = model.run(inputs);
    opened.close();
    await expect(under).rejects.toMatchObject({ code: 'lost' });
    await expect(model.run(inputs)).rejects.toMatchObject({ code: 'lost' });
    model.dispose();
    await expect(artifact.module.load(opened.device)).rejects.toMatchObject({ code: 'lost' });
  });
});
