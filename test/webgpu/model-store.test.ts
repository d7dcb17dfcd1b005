/** Weights that several models share: uploaded once, counted, and freed with the last model that uses them. */

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { WeightStore } from '../../runtime/web/index.ts';
import type { LoadOptions } from '../../runtime/web/index.ts';
import { sharedDevice } from '../../targets/webgpu/host/shared-device.ts';
import { emitArtifact } from './artifact.ts';
import type { Artifact } from './artifact.ts';

const graph = (name: string, op: string) => `graph @${name}(%x: f32[2,4]) {
  @w = dense [1, 2, 3, 4] : f32[4]
  %0 = ${op}(%x, @w) : f32[2,4]
  return y=%0
}`;

const x = Float32Array.of(1, 1, 1, 1, 2, 2, 2, 2);
const SUM = Float32Array.of(2, 3, 4, 5, 3, 4, 5, 6);
const PRODUCT = Float32Array.of(1, 2, 3, 4, 2, 4, 6, 8);

let add: Artifact;
let multiply: Artifact;
let device: GPUDevice;
let bytes: number;

beforeAll(async () => {
  [add, multiply] = await Promise.all([
    emitArtifact(graph('add', 'add')),
    emitArtifact(graph('multiply', 'mul')),
  ]);
  const { requiredFeatures: features, requiredLimits: limits } = add.module.requirements;
  ({ device } = await sharedDevice({ features, limits }));
  bytes = add.program.shards[0]?.bytes ?? 0;
});
afterAll(() => Promise.all([add.remove(), multiply.remove()]));

/** Options whose reader tells what it was asked for. */
function counted(store: WeightStore, artifact: Artifact, fault?: string) {
  const reads: string[] = [];
  const options: LoadOptions = {
    store,
    weights: async (file, offset, length) => {
      reads.push(file);
      if (fault !== undefined) throw new Error(fault);
      const whole = await readFile(join(artifact.folder, file));
      return whole.subarray(offset, offset + length);
    },
  };
  return { reads, options };
}

describe('two models with equal weights', () => {
  it('have one shard', () => {
    expect(add.program.shards).toEqual(multiply.program.shards);
    expect(bytes).toBeGreaterThan(0);
  });

  it('upload it once, and free it with the last of them', async () => {
    const store = new WeightStore();
    const first = counted(store, add);
    const second = counted(store, multiply);
    const told: unknown[] = [];
    const adding = await add.module.load(device, first.options);
    const multiplying = await multiply.module.load(device, {
      ...second.options,
      onProgress: (event) => told.push(event),
    });
    expect(first.reads).toEqual(['weights-0.bin']);
    expect(second.reads).toEqual([]);
    expect(told).toContainEqual({ phase: 'weights', done: bytes, total: bytes });
    expect(store.bytes).toBe(bytes);
    expect((await adding.run({ x }))['y']).toEqual(SUM);
    adding.dispose();
    adding.dispose();
    expect(store.bytes).toBe(bytes);
    expect((await multiplying.run({ x }))['y']).toEqual(PRODUCT);
    multiplying.dispose();
    expect(store.bytes).toBe(0);
  });

  it('wait for each other when they are loaded together', async () => {
    const store = new WeightStore();
    const first = counted(store, add);
    const second = counted(store, multiply);
    const [adding, multiplying] = await Promise.all([
      add.module.load(device, first.options),
      multiply.module.load(device, second.options),
    ]);
    expect([...first.reads, ...second.reads]).toHaveLength(1);
    expect((await multiplying.run({ x }))['y']).toEqual(PRODUCT);
    expect((await adding.run({ x }))['y']).toEqual(SUM);
    adding.dispose();
    multiplying.dispose();
  });

  it('do not share a fault: the second reads for itself', async () => {
    const store = new WeightStore();
    const first = counted(store, add, 'the network is down');
    const second = counted(store, multiply);
    const [failed, loaded] = await Promise.allSettled([
      add.module.load(device, first.options),
      multiply.module.load(device, second.options),
    ]);
    expect(failed).toMatchObject({ reason: { code: 'weights' } });
    if (loaded.status === 'rejected') throw loaded.reason;
    expect((await loaded.value.run({ x }))['y']).toEqual(PRODUCT);
    expect(second.reads).toEqual(['weights-0.bin']);
    loaded.value.dispose();
    expect(store.bytes).toBe(0);
  });

  it('keep apart on two devices', async () => {
    const other = await sharedDevice({ features: [], limits: {} }, 'swiftshader');
    const store = new WeightStore();
    const models = await Promise.all(
      [device, other.device].map((on) => add.module.load(on, { store })),
    );
    const distinct = new Set([device, other.device]).size;
    expect(store.bytes).toBe(distinct * bytes);
    for (const model of models) model.dispose();
    expect(store.bytes).toBe(0);
  });
});

it('a store that is disposed of ends its models until they are reloaded', async () => {
  const store = new WeightStore();
  const model = await add.module.load(device, { store });
  store.dispose();
  expect(store.bytes).toBe(0);
  await expect(model.run({ x })).rejects.toMatchObject({ code: 'shader' });
  await model.reload();
  expect(store.bytes).toBe(bytes);
  expect((await model.run({ x }))['y']).toEqual(SUM);
  model.dispose();
  expect(store.bytes).toBe(0);
});
