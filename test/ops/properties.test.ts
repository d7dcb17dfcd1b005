/** Movement, reductions, products and broadcasting agree with onnxruntime for any shapes and attributes. */

import * as fc from 'fast-check';
import { describe, it } from 'vitest';
import type { OpDefinition } from '../../ir/define.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { compareWithOracle } from './compare.ts';

const RUNS = { numRuns: 60, seed: 20, endOnFailure: true } as const;

const size = fc.integer({ min: 1, max: 5 });
const shape = fc.array(size, { minLength: 1, maxLength: 4 });
const dtype = fc.constantFrom('f32', 'i32', 'i64');
type NumberType = 'f32' | 'i32' | 'i64';
const RANGE = [-9, 9] as const;

const input = fc
  .record({ shape, dtype })
  .map((given) => seededTensor(given.dtype, given.shape, 1, RANGE));

/** A seeded number for each axis or place, so that attributes follow from the shape. */
const picks = fc.array(fc.nat({ max: 1000 }), { minLength: 8, maxLength: 8 });

function pick(list: readonly number[], index: number, below: number): number {
  return (list[index % list.length] ?? 0) % below;
}

function property<T extends readonly unknown[]>(
  arbitraries: { [K in keyof T]: fc.Arbitrary<T[K]> },
  check: (...values: T) => Promise<void>,
): Promise<void> {
  return fc.assert(
    fc.asyncProperty(fc.tuple(...arbitraries), async (values) =>
      check(...(values as unknown as T)),
    ),
    RUNS,
  );
}

describe('movement', () => {
  it('transpose', () =>
    property([input, picks], async (tensor, order) => {
      const perm = tensor.shape
        .map((_, axis) => axis)
        .sort((a, b) => pick(order, a, 1000) - pick(order, b, 1000));
      await compareWithOracle(coreOps.transpose, { input: tensor }, { perm }, 0);
    }));

  it('slice', () =>
    property([input, picks, picks], async (tensor, from, to) => {
      const signs = tensor.shape.map((dim, axis) => (pick(from, axis + 4, 3) === 0 ? -1 : 1) * dim);
      const starts = signs.map((dim, axis) => pick(from, axis, Math.abs(dim)));
      const ends = signs.map((dim, axis) => pick(to, axis, Math.abs(dim) + 2) - (dim < 0 ? 1 : 0));
      const steps = signs.map((dim, axis) => Math.sign(dim) * (1 + pick(to, axis + 4, 3)));
      await compareWithOracle(coreOps.slice, { input: tensor }, { starts, ends, steps }, 0);
    }));

  it('broadcast', () =>
    property([shape, picks, dtype], async (target, drop, type) => {
      const kept = target.map((dim, axis) => (pick(drop, axis, 2) === 0 ? 1 : dim));
      const from = kept.slice(pick(drop, 7, kept.length));
      const tensor = seededTensor(type, from, 1, RANGE);
      await compareWithOracle(coreOps.broadcast, { input: tensor }, { shape: target }, 0);
    }));

  it('pad', () =>
    property(
      [input, picks, fc.constantFrom('constant', 'reflect', 'edge', 'wrap')],
      async (tensor, amounts, mode) => {
        const { shape: sizes } = tensor;
        // onnxruntime mirrors and wraps once only.
        const pads = [...sizes, ...sizes].map((dim, index) =>
          mode === 'constant' || mode === 'edge'
            ? pick(amounts, index, 4) - (dim > 2 ? 1 : 0)
            : pick(amounts, index, dim),
        );
        await compareWithOracle(coreOps.pad, { input: tensor }, { pads, mode }, 0);
      },
    ));

  it('concat', () =>
    property([input, picks], async (tensor, chosen) => {
      const axis = pick(chosen, 0, tensor.shape.length);
      const inputs = Array.from({ length: 1 + pick(chosen, 1, 3) }, (_, index) =>
        seededTensor(tensor.dtype, tensor.shape.with(axis, 1 + pick(chosen, index + 2, 4)), index),
      );
      await compareWithOracle(coreOps.concat, { inputs }, { axis }, 0);
    }));
});

describe('indices', () => {
  it('gather', () =>
    property([input, shape, picks], async (tensor, indexShape, chosen) => {
      const axis = pick(chosen, 0, tensor.shape.length);
      const dim = tensor.shape[axis] ?? 1;
      const indices = seededTensor('i64', indexShape.slice(0, 2), 2, [-dim, dim]);
      await compareWithOracle(coreOps.gather, { input: tensor, indices }, { axis }, 0);
    }));

  it('gather_elements and scatter_elements', () =>
    property([input, picks, size], async (tensor, chosen, length) => {
      const axis = pick(chosen, 0, tensor.shape.length);
      const dim = tensor.shape[axis] ?? 1;
      const smaller = tensor.shape.map((each, at) => 1 + pick(chosen, at + 1, each));
      const anyShape = smaller.with(axis, length);
      const indices = seededTensor('i64', anyShape, 2, [-dim, dim]);
      await compareWithOracle(coreOps.gather_elements, { input: tensor, indices }, { axis }, 0);
      const updates = seededTensor(tensor.dtype, anyShape, 3, RANGE);
      const reduction = ['add', 'mul', 'max', 'min'][pick(chosen, 6, 4)];
      const operands = { input: tensor, indices, updates };
      await compareWithOracle(coreOps.scatter_elements, operands, { axis, reduction });
    }));

  it('gather_nd and scatter_nd', () =>
    property([input, picks, size], async (tensor, chosen, count) => {
      const depth = 1 + pick(chosen, 0, tensor.shape.length);
      const dim = Math.min(...tensor.shape.slice(0, depth));
      const indices = seededTensor('i64', [count, depth], 2, [-dim, dim]);
      await compareWithOracle(coreOps.gather_nd, { input: tensor, indices }, {}, 0);
      const block = [count, ...tensor.shape.slice(depth)];
      const operands = {
        input: tensor,
        indices,
        updates: seededTensor(tensor.dtype, block, 3, RANGE),
      };
      const reduction = ['add', 'mul', 'max', 'min'][pick(chosen, 6, 4)];
      await compareWithOracle(coreOps.scatter_nd, operands, { reduction });
    }));
});

describe('along axes', () => {
  const reductions = [
    'reduce_sum',
    'reduce_mean',
    'reduce_max',
    'reduce_min',
    'reduce_prod',
  ] as const;
  it.each(reductions)('%s', (name) =>
    property([shape, picks, fc.boolean()], async (sizes, chosen, keep_dims) => {
      const axes = sizes.map((_, axis) => axis).filter((axis) => pick(chosen, axis, 2) === 0);
      fc.pre(axes.length > 0);
      const tensor = seededTensor('f32', sizes, 1, [-1.2, 1.2]);
      await compareWithOracle(coreOps[name], { input: tensor }, { axes, keep_dims });
    }),
  );

  it.each(['arg_max', 'arg_min'] as const)('%s', (name) =>
    property([shape, picks, fc.boolean()], async (sizes, chosen, select_last) => {
      const tensor = seededTensor('i32', sizes, 1, [0, 4]);
      const axis = pick(chosen, 0, sizes.length);
      await compareWithOracle(coreOps[name], { input: tensor }, { axis, select_last }, 0);
    }),
  );

  it('cumsum', () =>
    property(
      [input, picks, fc.boolean(), fc.boolean()],
      async (tensor, chosen, exclusive, reverse) => {
        const axis = pick(chosen, 0, tensor.shape.length);
        await compareWithOracle(coreOps.cumsum, { input: tensor }, { axis, exclusive, reverse });
      },
    ));

  it('top_k', () =>
    property([input, picks, fc.boolean()], async (tensor, chosen, largest) => {
      const axis = pick(chosen, 0, tensor.shape.length);
      const k = pick(chosen, 1, (tensor.shape[axis] ?? 1) + 1);
      await compareWithOracle(coreOps.top_k, { input: tensor }, { axis, k, largest }, 0);
    }));
});

describe('matmul', () => {
  const dims = fc.tuple(size, size, fc.integer({ min: 1, max: 9 }));
  const batches = fc.array(size, { maxLength: 2 });

  it('broadcasts batches and transposes', () =>
    property([dims, batches, picks], async ([m, n, k], batch, chosen) => {
      const some = (start: number) =>
        batch
          .map((dim, axis) => (pick(chosen, start + axis, 3) === 0 ? 1 : dim))
          .slice(pick(chosen, start + 2, batch.length + 1));
      const transpose_a = pick(chosen, 6, 2) === 0;
      const transpose_b = pick(chosen, 7, 2) === 0;
      const a = seededTensor('f32', [...some(0), ...(transpose_a ? [k, m] : [m, k])], 1);
      const b = seededTensor('f32', [...some(3), ...(transpose_b ? [n, k] : [k, n])], 2);
      await compareWithOracle(coreOps.matmul, { a, b }, { transpose_a, transpose_b });
    }));
});

describe('broadcasting', () => {
  const binary: readonly (readonly [string, OpDefinition, NumberType])[] = [
    ['sub', coreOps.sub, 'f32'],
    ['sub of i64', coreOps.sub, 'i64'],
    ['mod', coreOps.mod, 'i32'],
    ['less', coreOps.less, 'i32'],
    ['equal of i64', coreOps.equal, 'i64'],
    ['max', coreOps.max, 'i64'],
  ];
  it.each(binary)('%s', (_, op, type) =>
    property([shape, picks], async (target, chosen) => {
      const some = (start: number) =>
        target
          .map((dim, axis) => (pick(chosen, start + axis, 3) === 0 ? 1 : dim))
          .slice(pick(chosen, start + 1, target.length));
      const a = seededTensor(type, some(0), 1, RANGE);
      const b = seededTensor(type, some(4), 2, op === coreOps.mod ? [1, 5] : RANGE);
      await compareWithOracle(op, { a, b });
    }),
  );

  it('where', () =>
    property([shape, picks], async (target, chosen) => {
      const some = (start: number) =>
        target.map((dim, axis) => (pick(chosen, start + axis, 3) === 0 ? 1 : dim));
      const condition = seededTensor('bool', some(0), 1);
      const operands = {
        condition,
        a: seededTensor('f32', some(2), 2),
        b: seededTensor('f32', some(4), 3),
      };
      await compareWithOracle(coreOps.where, operands, {}, 0);
    }));
});
