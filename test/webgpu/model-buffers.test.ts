/** GPU buffers as inputs and outputs: models run one after another, and nothing is read back in between. */

import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openDevice } from '../../targets/webgpu/host/adapter.ts';
import { sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { emitArtifact } from './artifact.ts';
import type { Artifact } from './artifact.ts';

/** x -> x / 2 + 1, and a counter. */
const STEP = `graph @step(%x: f32[2,3], %count: i64[1]) {
  @half = splat 0.5 : f32[2,3]
  @one = splat 1 : f32[2,3]
  @next = dense [1] : i64[1]
  %0 = mul(%x, @half) : f32[2,3]
  %1 = add(%0, @one) : f32[2,3]
  %2 = add(%count, @next) : i64[1]
  return y=%1, count=%2
}`;

const NEGATE = `graph @negate(%x: f32[2,3]) {
  %0 = neg(%x) : f32[2,3]
  return y=%0
}`;

const X = Float32Array.of(2, 4, 6, 8, 10, 12);
const STEPPED = Float32Array.of(2, 3, 4, 5, 6, 7);
const COUNT = BigInt64Array.of(7n);

type Buffers = Readonly<Record<string, GPUBuffer>>;

let step: Artifact;
let negate: Artifact;
let device: GPUDevice;

beforeAll(async () => {
  [step, negate] = await Promise.all([emitArtifact(STEP), emitArtifact(NEGATE)]);
  const { requiredFeatures: features, requiredLimits: limits } = step.module.requirements;
  ({ device } = await sharedDevice({ features, limits }));
});
afterAll(() => Promise.all([step.remove(), negate.remove()]));

function bufferOf(data: Float32Array | Int32Array, usage = GPUBufferUsage.COPY_SRC): GPUBuffer {
  const { byteLength: size } = data;
  const buffer = device.createBuffer({ size, usage: usage | GPUBufferUsage.COPY_DST });
  device.queue.writeBuffer(buffer, 0, data.slice());
  return buffer;
}

async function wordsOf(buffer: GPUBuffer): Promise<ArrayBuffer> {
  const { size } = buffer;
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.MAP_READ;
  const staging = device.createBuffer({ size, usage });
  const encoder = device.createCommandEncoder();
  encoder.copyBufferToBuffer(buffer, 0, staging, 0, size);
  device.queue.submit([encoder.finish()]);
  await staging.mapAsync(GPUMapMode.READ);
  return staging.getMappedRange().slice(0);
}

async function floatsOf(buffer: GPUBuffer | undefined): Promise<Float32Array> {
  if (buffer === undefined) throw new Error('there is no buffer');
  return new Float32Array((await wordsOf(buffer)).slice(0, X.byteLength));
}

describe('an input', () => {
  it('may be a buffer', async () => {
    const model = await step.module.load(device);
    const outputs = await model.run({ x: bufferOf(X), count: bufferOf(Int32Array.of(7, 0, 0, 0)) });
    expect(outputs).toEqual({ y: STEPPED, count: BigInt64Array.of(8n) });
    model.dispose();
  });

  it("may be written into the model's own buffer", async () => {
    const model = await step.module.load(device);
    const { x = bufferOf(X) } = model.inputBuffers;
    device.queue.writeBuffer(x, 0, X);
    expect((await model.run({ x, count: COUNT }))['y']).toEqual(STEPPED);
    model.dispose();
  });

  it.each([
    [
      'is too small',
      () => bufferOf(X.subarray(1)),
      'has 20 bytes; its shape [2, 3] takes 24 as f32',
    ],
    ['is too large', () => bufferOf(new Float32Array(70)), 'has 280 bytes; its shape [2, 3] takes'],
    ['cannot be copied', () => bufferOf(X, 0), 'lacks the usage COPY_SRC'],
  ])('that %s is refused', async (_, make, message) => {
    const model = await step.module.load(device);
    await expect(model.run({ x: make(), count: COUNT })).rejects.toMatchObject({
      name: 'SnapcError',
      code: 'input',
      message: expect.stringContaining(`the GPUBuffer of input "x" ${message}`) as unknown,
    });
    model.dispose();
  });

  it('that is destroyed or of another device is refused, and the next run is well', async () => {
    const model = await step.module.load(device);
    const destroyed = bufferOf(X);
    destroyed.destroy();
    await expect(model.run({ x: destroyed, count: COUNT })).rejects.toMatchObject({
      code: 'input',
    });
    const other = await openDevice();
    if ('diagnostics' in other) throw new Error(other.diagnostics[0]?.message);
    const foreign = other.device.createBuffer({ size: 24, usage: GPUBufferUsage.COPY_SRC });
    await expect(model.run({ x: foreign, count: COUNT })).rejects.toMatchObject({ code: 'input' });
    other.close();
    expect((await model.run({ x: X, count: COUNT }))['y']).toEqual(STEPPED);
    model.dispose();
  });
});

describe('outputs', () => {
  it("stay in the model's own buffers", async () => {
    const model = await step.module.load(device);
    const { y, count } = await model.run({ x: X, count: COUNT }, { outputs: 'gpu' });
    expect(y).toBe(model.outputBuffers['y']);
    expect(await floatsOf(y)).toEqual(STEPPED);
    expect(new Int32Array(await wordsOf(count as GPUBuffer))[0]).toBe(8);
    model.dispose();
  });

  it('go into buffers that are given, the others stay', async () => {
    const model = await step.module.load(device);
    const mine = bufferOf(new Float32Array(6));
    const outputs = await model.run({ x: X, count: COUNT }, { outputs: { y: mine } });
    expect(outputs['y']).toBe(mine);
    expect(outputs['count']).toBe(model.outputBuffers['count']);
    expect(await floatsOf(mine)).toEqual(STEPPED);
    model.dispose();
  });

  it.each([
    ['are unknown', { z: 1 }, 'there is no output "z", only: y, count'],
    ['are arrays', { y: new Float32Array(6) }, 'output "y" needs a GPUBuffer'],
    ['are nothing', 7, 'the outputs are an object with a GPUBuffer'],
  ])('that %s are refused', async (_, outputs, message) => {
    const model = await step.module.load(device);
    const run = model.run({ x: X, count: COUNT }, { outputs: outputs as never });
    await expect(run).rejects.toMatchObject({
      code: 'output',
      message: expect.stringContaining(message) as unknown,
    });
    model.dispose();
  });

  it('need buffers that can be written and are alive', async () => {
    const model = await step.module.load(device);
    const readOnly = device.createBuffer({ size: 24, usage: GPUBufferUsage.COPY_SRC });
    const into = (y: GPUBuffer) => model.run({ x: X, count: COUNT }, { outputs: { y } });
    await expect(into(readOnly)).rejects.toMatchObject({
      code: 'output',
      message: 'the GPUBuffer of output "y" lacks the usage COPY_DST',
    });
    const destroyed = bufferOf(X);
    destroyed.destroy();
    await expect(into(destroyed)).rejects.toMatchObject({ code: 'output' });
    model.dispose();
  });
});

describe('a loop on the GPU', () => {
  it('reads nothing back', async () => {
    const [first, second] = await Promise.all([
      step.module.load(device),
      negate.module.load(device),
    ]);
    const probe = bufferOf(X);
    const mapped = vi.spyOn(Object.getPrototypeOf(probe) as GPUBuffer, 'mapAsync');
    let x: GPUBuffer | Float32Array = X;
    let count: GPUBuffer | BigInt64Array = COUNT;
    for (let time = 0; time < 4; time++) {
      const stepped: Buffers = await first.run({ x, count }, { outputs: 'gpu' });
      count = stepped['count'] ?? COUNT;
      const { y }: Buffers = await second.run({ x: stepped['y'] }, { outputs: 'gpu' });
      // Straight into the memory of the next run.
      const inner = first.inputBuffers['x'];
      const back = inner === undefined ? {} : { y: inner };
      x = (await second.run({ x: y }, { outputs: back }))['y'] ?? X;
    }
    expect(mapped).not.toHaveBeenCalled();
    mapped.mockRestore();
    const expected = X.map((value) => (value - 2) / 16 + 2);
    expect(await floatsOf(first.inputBuffers['x'])).toEqual(expected);
    expect((await first.run({ x, count }))['count']).toEqual(BigInt64Array.of(12n));
    first.dispose();
    second.dispose();
  });
});
