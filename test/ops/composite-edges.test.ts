/** Composite ops where plain formulas fail: infinities, overflow, hidden rows, wide integers; both forms. */

import { describe, expect, it } from 'vitest';
import type { AttributeMap, OpDefinition, OperandMap } from '../../ir/define.ts';
import { compositeOps as ops } from '../../ir/ops/composite/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { allocate, tensorFrom } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { runDecomposed } from '../support/decomposed.ts';
import { runOnnxNode } from '../support/onnx-model.ts';
import { evaluateOp, largestError } from '../support/samples.ts';

/** Evaluates an op, sees that its decomposition agrees, and returns the numbers. */
async function both(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap = {},
  tolerance = 1e-5,
): Promise<readonly (number | bigint)[]> {
  const [own] = evaluateOp(op, operands, attributes);
  const [other] = (await runDecomposed(op, operands, attributes)).results;
  if (own === undefined || other === undefined) throw new Error(`${op.name} has a result`);
  expect(largestError(other, own)).toBeLessThanOrEqual(tolerance);
  return Array.from<number | bigint>(own.data);
}

function row(values: readonly number[], dtype: DType = 'f32'): Tensor {
  return tensorFrom(dtype, [values.length], values);
}

const LOWEST = -(2 ** 127 * (2 - 2 ** -23));

describe('infinities', () => {
  it.each([
    [[-Infinity, -Infinity], -Infinity],
    [[-Infinity, 3], 3],
    [[1, Infinity], Infinity],
    [[3e38, 3e38], Math.fround(3e38)],
  ])('reduce_log_sum_exp of %j is %d', async (values, expected) => {
    const input = row(values);
    expect(await both(ops.reduce_log_sum_exp, { input }, { axes: [0] })).toEqual([expected]);
  });

  it('softmax gives no weight to -inf', async () => {
    const input = row([0, -Infinity, 0]);
    expect(await both(ops.softmax, { input })).toEqual([0.5, 0, 0.5]);
  });

  it.each(
    Object.values(ops).filter(
      ({ operands, attributes, traits }) =>
        traits.includes('pointwise') &&
        Object.keys(operands).join() === 'input' &&
        Object.values(attributes).every((attribute) => 'default' in attribute),
    ),
  )('$name has them in both forms', async (op) => {
    await both(op, { input: row([-Infinity, Infinity, NaN, 0, 3e38, -3e38]) }, {}, 1e-5);
  });

  it.each([
    ['relu', [NaN]],
    ['elu', [NaN]],
    ['softplus', [NaN]],
    ['gelu', [NaN]],
    ['mish', [NaN]],
  ] as const)('%s passes NaN on', async (name, values) => {
    expect(await both(ops[name], { input: row(values) })).toEqual([NaN]);
  });
});

describe('overflow', () => {
  it.each([
    ['elu', 100, 100],
    ['selu', 100, 105.070098],
    ['celu', 100, 100],
    ['softplus', 100, 100],
    ['mish', 100, 100],
    ['gelu', -100, 0],
    ['cosh', 88, Math.cosh(88)],
    ['sinh', -88, Math.sinh(-88)],
    ['asinh', 1e30, Math.asinh(1e30)],
    ['acosh', 1e30, Math.acosh(1e30)],
  ] as const)('%s of %d', async (name, x, expected) => {
    const [y] = await both(ops[name], { input: row([x]) });
    expect(Number(y) / (expected === 0 ? 1 : expected)).toBeCloseTo(expected === 0 ? 0 : 1, 5);
  });

  it.each(['mish', 'softplus', 'gelu', 'silu', 'elu'] as const)(
    '%s of 2000 in f16',
    async (name) => {
      expect(await both(ops[name], { input: row([2000], 'f16') })).toEqual([2000]);
    },
  );

  it('norms of f16 square in f32', async () => {
    const input = tensorFrom('f16', [1, 4], [600, -600, 600, -600]);
    const unit = [1, -1, 1, -1];
    expect(await both(ops.rms_norm, { input })).toEqual(unit);
    expect(await both(ops.layer_norm, { input })).toEqual(unit);
    expect(await both(ops.group_norm, { input }, { groups: 1 })).toEqual(unit);
    expect(await both(ops.reduce_l2, { input }, { axes: [1] })).toEqual([1200]);
  });

  it('sums of softmax in f16 exceed 2048 terms', async () => {
    const input = allocate('f16', [4096]);
    const result = await both(ops.softmax, { input });
    expect(new Set(result)).toEqual(new Set([2 ** -12]));
  });
});

describe('integers are exact', () => {
  it('beyond 2^53', async () => {
    const input = tensorFrom('i64', [2], [3037000499n, -2n]);
    expect(await both(ops.reduce_sum_square, { input }, { axes: [0] })).toEqual([
      9223372030926249005n,
    ]);
    const inputs = [input, tensorFrom('i64', [2], [3037000499n, 1n])];
    expect(await both(ops.einsum, { inputs }, { equation: 'i,i->' })).toEqual([
      9223372030926248999n,
    ]);
  });

  it('and wrap at 32 bits', async () => {
    const input = row([65536, 65535], 'i32');
    expect(await both(ops.reduce_sum_square, { input }, { axes: [0] })).toEqual([-131071]);
  });
});

describe('einsum', () => {
  it.each([
    ['ii', [[3, 3]]],
    ['iij->j', [[3, 3, 2]]],
    ['iijj->ij', [[2, 2, 3, 3]]],
    ['ij->ji', [[2, 3]]],
    ['ij->', [[2, 3]]],
    ['i,j->ij', [[2], [3]]],
    [
      'ij,ij->ij',
      [
        [2, 3],
        [2, 3],
      ],
    ],
    [
      'bij,bjk',
      [
        [2, 3, 4],
        [2, 4, 5],
      ],
    ],
    [
      'bij,bkj->bik',
      [
        [2, 3, 4],
        [2, 5, 4],
      ],
    ],
    [
      'bji,bjk->bki',
      [
        [2, 4, 3],
        [2, 4, 5],
      ],
    ],
    [
      'aij,abc,cj->bi',
      [
        [2, 3, 4],
        [2, 5, 6],
        [6, 4],
      ],
    ],
    [
      'b i d, b j d -> b i j',
      [
        [2, 3, 4],
        [2, 5, 4],
      ],
    ],
    [
      'bhqk,bkhd->bqhd',
      [
        [1, 2, 3, 4],
        [1, 4, 2, 5],
      ],
    ],
    [',ij->j', [[], [2, 3]]],
  ] as const)('%s is that of onnxruntime', async (equation, shapes) => {
    const inputs = shapes.map((shape, index) => seededTensor('f32', shape, index + 1));
    const node = {
      op: 'Einsum',
      opset: 12,
      inputs,
      attributes: { equation: { string: equation } },
    };
    const [expected] = await runOnnxNode({ ...node, outputs: ['f32'] });
    await both(ops.einsum, { inputs }, { equation });
    const [actual] = evaluateOp(ops.einsum, { inputs }, { equation });
    if (expected === undefined || actual === undefined) throw new Error('einsum has a result');
    expect(largestError(actual, expected)).toBeLessThanOrEqual(1e-5);
  });
});

describe('attention', () => {
  const [query, key, value] = [1, 2, 3].map((seed) => seededTensor('f32', [1, 2, 4], seed));
  const operands = (mask: Tensor): OperandMap<Tensor> => ({ query, key, value, mask });
  const mean = [0, 1, 2, 3].map(
    (at) => (Number(value?.data[at]) + Number(value?.data[at + 4])) / 2,
  );

  it('of scores that are all -inf is zero', async () => {
    const mask = tensorFrom('f32', [2, 2], [0, 0, -Infinity, -Infinity]);
    const result = await both(ops.attention, operands(mask), { scale: 1 });
    expect(result.slice(4)).toEqual([0, 0, 0, 0]);
  });

  it('of scores that are all the lowest number is the mean', async () => {
    const mask = tensorFrom('f32', [2, 2], [0, 0, LOWEST, LOWEST]);
    const result = await both(ops.attention, operands(mask), { scale: 1 });
    result.slice(4).forEach((x, at) => expect(x).toBeCloseTo(mean[at] ?? NaN, 6));
  });

  it('joins a causal and a bool mask', async () => {
    const mask = tensorFrom('bool', [2, 2], [0, 1, 1, 1]);
    const result = await both(ops.attention, operands(mask), { scale: 1, causal: true });
    expect(result.slice(0, 4)).toEqual([0, 0, 0, 0]);
  });

  it('joins a causal and a float mask', async () => {
    const mask = tensorFrom('f32', [2, 2], [LOWEST, 0, LOWEST, LOWEST]);
    const result = await both(ops.attention, operands(mask), { scale: 1, causal: true });
    result.slice(0, 4).forEach((x, at) => expect(x).toBe(value?.data[at]));
    result.slice(4).forEach((x, at) => expect(x).toBeCloseTo(mean[at] ?? NaN, 6));
  });

  it.each([
    [
      'a bool mask',
      tensorFrom(
        'bool',
        [5, 6],
        Array.from({ length: 30 }, (_, at) => (at % 4 === 1 ? 0 : 1)),
      ),
      false,
    ],
    ['a float mask', seededTensor('f32', [2, 1, 5, 6], 9, [-4, 0]), false],
    ['no mask', undefined, false],
    ['its causal mask', undefined, true],
  ] as const)("is ONNX's own operator with %s", async (_, mask, causal) => {
    const heads = {
      query: seededTensor('f32', [2, 3, 5, 4], 1),
      key: seededTensor('f32', [2, 3, 6, 4], 2),
      value: seededTensor('f32', [2, 3, 6, 7], 3),
      mask,
    };
    const [expected] = await runOnnxNode({
      op: 'Attention',
      opset: 23,
      inputs: [heads.query, heads.key, heads.value, ...(mask === undefined ? [] : [mask])],
      attributes: { scale: { float: 0.4 }, is_causal: { int: causal ? 1 : 0 } },
      outputs: ['f32'],
    });
    const [actual] = evaluateOp(ops.attention, heads, { scale: 0.4, causal });
    if (expected === undefined || actual === undefined) throw new Error('attention has a result');
    expect(largestError(actual, expected)).toBeLessThanOrEqual(1e-5);
  });
});

describe('layouts', () => {
  it.each(['dcr', 'crd'])('space_to_depth undoes depth_to_space of %s', async (mode) => {
    const input = seededTensor('f32', [2, 12, 3, 5], 1);
    const [space] = evaluateOp(ops.depth_to_space, { input }, { block: 2, mode });
    if (space === undefined) throw new Error('depth_to_space has a result');
    const [depth] = evaluateOp(ops.space_to_depth, { input: space }, { block: 2, mode });
    expect(depth).toEqual(input);
  });

  it('group_norm of the last channel agrees with that of the first', async () => {
    const first = seededTensor('f32', [2, 6, 4], 1);
    const cells = Array.from({ length: 48 }, (_, at) => {
      const [item, place, channel] = [Math.floor(at / 24), Math.floor(at / 6) % 4, at % 6];
      return Number(first.data[(item * 6 + channel) * 4 + place]);
    });
    const last = tensorFrom('f32', [2, 4, 6], cells);
    const a = await both(ops.group_norm, { input: first }, { groups: 2 });
    const layout = { groups: 2, layout: 'channels_last' };
    const b = await both(ops.group_norm, { input: last }, layout);
    expect(Number(b[6 * 3 + 5])).toBeCloseTo(Number(a[4 * 5 + 3]), 6);
    expect(Number(b[24 + 6 + 2])).toBeCloseTo(Number(a[24 + 4 * 2 + 1]), 6);
  });
});
