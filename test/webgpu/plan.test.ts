/** Where tensors lie: storages in arenas without overlap, weights in shards without repetition. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dataConstant, splatConstant } from '../../ir/constant.ts';
import type { Constant } from '../../ir/constant.ts';
import { NO_ORIGIN } from '../../ir/graph.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { tensorFrom } from '../../ir/tensor.ts';
import { tensorType } from '../../ir/types.ts';
import type { DType } from '../../ir/types.ts';
import { planStorage } from '../../targets/webgpu/plan.ts';
import { shardBytes } from '../../targets/webgpu/shard-bytes.ts';
import type {
  Binding,
  Kernel,
  LoweredProgram,
  Storage,
  Weight,
} from '../../targets/webgpu/program.ts';
import { storedType } from '../../targets/webgpu/syntax.ts';
import { layoutWeights } from '../../targets/webgpu/weights.ts';

function kernel(...buffers: readonly Binding['buffer'][]): Kernel {
  return {
    label: 'test',
    code: '',
    bindings: buffers.map((buffer) => ({ buffer, access: 'read' })),
    workgroups: [1, 1, 1],
    workgroupBytes: 0,
    workgroupSize: [1, 1, 1],
    origin: NO_ORIGIN,
  };
}

function storage(count: number, role: Storage['role'] = 'internal', dtype: DType = 'f32'): Storage {
  return { kind: 'storage', type: tensorType(dtype, [count]), role };
}

function weight(constant: Constant): Weight {
  const { type } = constant;
  return { kind: 'weight', constant, type, stored: storedType(type.dtype) };
}

function program(kernels: readonly Kernel[], given: Partial<LoweredProgram> = {}): LoweredProgram {
  return { inputs: [], outputs: [], nodes: new Map(), requests: new Map(), ...given, kernels };
}

const OPTIONS = { alignment: 256, arenaLimit: 2 ** 28 };

describe('storages', () => {
  it('share memory when they do not live together', () => {
    const [a, b, c] = [storage(64), storage(64), storage(64)];
    const plan = planStorage(program([kernel(a), kernel(a, b), kernel(b, c), kernel(c)]), OPTIONS);
    expect(plan.buffers).toEqual([512]);
    expect(plan.places.get(a)).toEqual(plan.places.get(c));
    expect(plan.places.get(a)).not.toEqual(plan.places.get(b));
  });

  it('of the interface have buffers of their own', () => {
    const [x, y, t] = [storage(3, 'input'), storage(5, 'output', 'f16'), storage(1)];
    const plan = planStorage(program([kernel(x, t, y)], { inputs: [x], outputs: [y] }), OPTIONS);
    expect(plan.buffers).toEqual([256, 16, 16]);
    expect(plan.places.get(x)).toEqual({ buffer: 1, offset: 0, size: 16 });
    expect(plan.places.get(y)).toEqual({ buffer: 2, offset: 0, size: 16 });
  });

  it('without elements can still be bound', () => {
    const empty = storage(0);
    const plan = planStorage(program([kernel(empty)]), OPTIONS);
    expect(plan.places.get(empty)?.size).toBe(16);
  });

  it('never overlap while both live, and no arena exceeds its limit', () => {
    const live = fc.record({
      count: fc.integer({ min: 1, max: 400 }),
      first: fc.nat(12),
      length: fc.nat(6),
    });
    fc.assert(
      fc.property(fc.array(live, { maxLength: 24 }), (lives) => {
        const storages = lives.map(({ count }) => storage(count));
        const steps = Array.from({ length: 20 }, (_, step) =>
          kernel(
            ...storages.filter((_, index) => {
              const { first = 0, length = 0 } = lives[index] ?? {};
              return step === first || step === first + length;
            }),
          ),
        );
        const plan = planStorage(program(steps), { alignment: 256, arenaLimit: 2048 });
        expect(plan.memory.arenas.every((bytes) => bytes <= 2048)).toBe(true);
        expect(plan.memory.peak).toBeGreaterThanOrEqual(plan.memory.lowerBound);
        storages.forEach((one, i) => {
          storages.slice(0, i).forEach((other, j) => {
            const [a, b] = [lives[i], lives[j]];
            const [p, q] = [plan.places.get(one), plan.places.get(other)];
            if (!a || !b || !p || !q) throw new Error('a storage has no place');
            const together = a.first <= b.first + b.length && b.first <= a.first + a.length;
            const overlap =
              p.buffer === q.buffer && p.offset < q.offset + q.size && q.offset < p.offset + p.size;
            expect(together && overlap).toBe(false);
          });
        });
      }),
    );
  });
});

describe('weights', () => {
  const data = (values: readonly number[], dtype: DType = 'f32') =>
    weight(dataConstant(tensorFrom(dtype, [values.length], values)));

  it('lie at multiples of 256 in the order of use', () => {
    const [a, b] = [data([1, 2, 3, 4, 5]), data([6])];
    const layout = layoutWeights(program([kernel(b), kernel(a, b)]), 1024);
    expect(layout.places.get(b)).toEqual({ buffer: 0, offset: 0, size: 16 });
    expect(layout.places.get(a)).toEqual({ buffer: 0, offset: 256, size: 20 });
    expect(layout.shards.map(({ bytes }) => bytes)).toEqual([276]);
    expect(layout.bytes).toBe(36);
  });

  it('begin another shard where one is full, and a larger one has its own', () => {
    const ramp = (count: number, from: number) =>
      data(Array.from({ length: count }, (_, index) => from + index));
    const [a, b, c] = [ramp(200, 0), ramp(200, 1), ramp(2, 0)];
    const layout = layoutWeights(program([kernel(c, a, b)]), 400);
    expect(layout.shards.map(({ bytes }) => bytes)).toEqual([16, 800, 800]);
  });

  it('that are equal are stored once', async () => {
    const store = { name: 'w', size: 64, read: async () => new Uint8Array(8) };
    const range = (shape: readonly number[], offset = 0): Constant => ({
      type: tensorType('f32', shape),
      source: { kind: 'bytes', store, offset, length: 8 },
    });
    const transposed = (perm: readonly number[], of: Constant): Constant => ({
      type: tensorType('f32', [2, 1]),
      source: { kind: 'recipe', op: coreOps.transpose, operands: [of], attributes: { perm } },
    });
    const weights = [
      weight(range([2])),
      weight(range([1, 2])),
      weight(range([2], 8)),
      weight(transposed([1, 0], range([1, 2]))),
      weight(transposed([1, 0], range([1, 2]))),
      weight(transposed([1, 0], range([1, 2], 8))),
      data([1, 2]),
      data([1, 2]),
      data([1, 3]),
      data([1, 2], 'i32'),
      weight(splatConstant(tensorType('f32', [2]), 1)),
      weight(splatConstant(tensorType('f32', [3]), 1)),
    ];
    const { places } = layoutWeights(program([kernel(...weights)]), 1 << 20);
    const at = weights.map((each) => (places.get(each)?.offset ?? 0) / 256);
    expect(at).toEqual([0, 0, 1, 2, 2, 3, 4, 4, 5, 6, 7, 8]);
  });

  it('are written as shaders read them', async () => {
    const weights = [
      data([1, -2.5]),
      data([1, 2, -0.1], 'f16'),
      data([0, 3, 1], 'bool'),
      data([-7], 'i8'),
      data([2 ** 40, -(2 ** 40)], 'i64'),
      data([250], 'u8'),
      data([1.5], 'f64'),
    ];
    const { shards, places } = layoutWeights(program([kernel(...weights)]), 1 << 20);
    const [shard] = shards;
    if (shard === undefined) throw new Error('no shard');
    const chunks: Uint8Array[] = [];
    for await (const { chunk } of shardBytes([shard])) chunks.push(chunk);
    const bytes = Buffer.concat(chunks);
    expect(bytes.length).toBe(shard.bytes);
    const view = new DataView(bytes.buffer, bytes.byteOffset);
    const offsets = weights.map((each) => places.get(each)?.offset ?? -1);
    const [f32 = 0, f16 = 0, bool = 0, i8 = 0, i64 = 0, u8 = 0, f64 = 0] = offsets;
    expect([view.getFloat32(f32, true), view.getFloat32(f32 + 4, true)]).toEqual([1, -2.5]);
    expect([0, 2, 4].map((at) => view.getUint16(f16 + at, true))).toEqual([0x3c00, 0x4000, 0xae66]);
    expect([0, 4, 8].map((at) => view.getUint32(bool + at, true))).toEqual([0, 1, 1]);
    expect(view.getInt32(i8, true)).toBe(-7);
    expect([0, 4].map((at) => view.getInt32(i64 + at, true))).toEqual([2147483647, -2147483648]);
    expect(view.getUint32(u8, true)).toBe(250);
    expect(view.getFloat32(f64, true)).toBe(1.5);
  });
});
