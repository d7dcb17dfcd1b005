/** What a device may lack or refuse while a program is loaded, and what is left behind then. */

import { describe, expect, it } from 'vitest';
import { loadProgram } from '../../runtime/web/index.ts';
import type { Program } from '../../runtime/web/index.ts';
import { fakeDevice } from './fake-device.ts';
import type { FakeChoices } from './fake-device.ts';

/** The SHA-256 of four zero bytes. */
const ZERO_HASH = 'df3f619804a92fdb4057192dc43dd748ea778adc52bc498ce80524c014b81119';

const PROGRAM: Program = {
  model: 'tiny',
  features: [],
  limits: {},
  buffers: [16, 16],
  shards: [{ file: 'weights-0.bin', bytes: 4, sha256: ZERO_HASH }],
  sliceBytes: 4,
  inputs: [{ name: 'x', emitted: 'x', dtype: 'f32', shape: [4], stored: 'f32', buffer: 0 }],
  outputs: [{ name: 'y', emitted: 'y', dtype: 'f32', shape: [4], stored: 'f32', buffer: 1 }],
  kernels: ['one', 'two'],
  bindings: [
    [0, 0, 16],
    [1, 0, 16],
    [2, 0, 4],
  ],
  dispatches: [
    [0, 1, 1, 1, 0, 0, 1],
    [1, 1, 1, 1, 0, 1, 2],
    [0, 1, 1, 1, 0, 0, 1],
  ],
};

const weights = async () => new Uint8Array(4);

function load(choices: FakeChoices = {}, program: Partial<Program> = {}) {
  const fake = fakeDevice(choices);
  const loading = loadProgram<{ x: Float32Array }, { y: Float32Array }>(
    fake.device,
    { ...PROGRAM, ...program },
    'file:///nowhere/index.js',
    { weights },
  );
  return { ...fake, loading };
}

describe('a device', () => {
  it('that has everything loads, each shader once', async () => {
    const { loading, buffers, pipelines } = load();
    await loading;
    expect([...pipelines].sort()).toEqual(['one', 'two']);
    expect(buffers.map(({ size, destroyed }) => [size, destroyed])).toEqual([
      [16, false],
      [16, false],
      [4, false],
      [16, false],
    ]);
  });

  it('without a feature is refused', async () => {
    const { loading, buffers } = load({ features: ['subgroups'] }, { features: ['shader-f16'] });
    await expect(loading).rejects.toMatchObject({
      code: 'feature',
      message: expect.stringContaining('lacks the feature shader-f16') as unknown,
    });
    expect(buffers).toEqual([]);
  });

  it.each([[[4, 4]], [[4, 8]], [undefined]] as const)(
    'whose subgroups are %j is refused where they have to be 8',
    async (subgroups) => {
      const choices = subgroups === undefined ? {} : { subgroups };
      await expect(load(choices, { subgroupSize: 8 }).loading).rejects.toMatchObject({
        code: 'feature',
        message: expect.stringContaining('compiled for subgroups of 8') as unknown,
      });
    },
  );

  it('with subgroups of the size that the program was compiled for is taken', async () => {
    const { loading } = load({ subgroups: [8, 8] }, { subgroupSize: 8 });
    (await loading).dispose();
  });

  it('with too low a limit is refused', async () => {
    const limits = { maxBufferSize: 100, minStorageBufferOffsetAlignment: 32 };
    const { loading } = load({ limits }, { limits: { ...limits, maxBufferSize: 101 } });
    await expect(loading).rejects.toMatchObject({
      code: 'limit',
      message: expect.stringContaining('needs maxBufferSize 101, the device has 100') as unknown,
    });
  });

  it('with too coarse an alignment is refused', async () => {
    const { loading } = load(
      { limits: { minStorageBufferOffsetAlignment: 256 } },
      { limits: { minStorageBufferOffsetAlignment: 32 } },
    );
    await expect(loading).rejects.toMatchObject({ code: 'limit' });
  });

  it.each([
    ['memory', { faults: { 'out-of-memory': 'no room' } }, 'too little memory: no room'],
    ['limit', { faults: { validation: 'too big' } }, 'too big'],
    ['shader', { shaderFault: 'refused' }, 'line 3: no such word\nrefused'],
  ] as const)('whose fault is %s leaves no buffer behind', async (code, choices, message) => {
    const { loading, buffers } = load(choices);
    await expect(loading).rejects.toMatchObject({
      name: 'SnapcError',
      code,
      message: expect.stringContaining(message) as unknown,
    });
    expect(buffers.length).toBeGreaterThan(0);
    expect(buffers.every(({ destroyed }) => destroyed)).toBe(true);
  });
});

it('an aborted load leaves no buffer behind', async () => {
  const fake = fakeDevice();
  const abort = new AbortController();
  const loading = loadProgram(fake.device, PROGRAM, 'file:///nowhere/index.js', {
    weights: async () => new Promise(() => undefined),
    signal: abort.signal,
  });
  await new Promise((resolve) => setTimeout(resolve, 5));
  abort.abort(new Error('left the page'));
  await expect(loading).rejects.toMatchObject({
    code: 'aborted',
    cause: expect.objectContaining({ message: 'left the page' }) as unknown,
  });
  expect(fake.buffers.every(({ destroyed }) => destroyed)).toBe(true);
});

describe('a lost device', () => {
  it('ends the model with its reason', async () => {
    const { loading, lose } = load();
    const model = await loading;
    await model.run({ x: new Float32Array(4) });
    lose('the driver was updated');
    await Promise.resolve();
    await expect(model.run({ x: new Float32Array(4) })).rejects.toMatchObject({
      code: 'lost',
      message: 'the device is lost: the driver was updated',
    });
  });

  it('ends a run that is under way', async () => {
    const { loading, lose } = load({ runFault: 'mapping was cancelled' });
    const model = await loading;
    const run = model.run({ x: new Float32Array(4) });
    lose('');
    await expect(run).rejects.toMatchObject({
      code: 'lost',
      message: 'the device is lost: no reason given',
    });
  });
});

it('a fault of the program itself is told as it is', async () => {
  const { loading } = load({ runFault: 'mapping failed' });
  const model = await loading;
  await expect(model.run({ x: new Float32Array(4) })).rejects.toThrow('mapping failed');
});
