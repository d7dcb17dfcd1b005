/** What no oracle says: values derived by hand, exactness beyond doubles, faults of indices, random numbers. */

import { describe, expect, it } from 'vitest';
import type { AttributeMap, OpDefinition, OperandMap } from '../../ir/define.ts';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import type { Elements, Tensor } from '../../ir/tensor.ts';
import type { DType } from '../../ir/types.ts';
import { evaluateOp } from '../support/samples.ts';

function vector(dtype: DType, ...values: readonly (number | bigint)[]): Tensor {
  return tensorFrom(dtype, [values.length], values);
}

function values(
  op: OpDefinition,
  operands: OperandMap<Tensor>,
  attributes: AttributeMap = {},
): readonly (number | bigint)[] {
  const [result] = evaluateOp(op, operands, attributes);
  const elements: Elements = result?.data ?? [];
  return Array.from(elements);
}

describe('integers', () => {
  const big = 2n ** 62n + 1n;

  it('64 bits are exact', () => {
    const a = vector('i64', big, -big);
    const b = vector('i64', 1n, -1n);
    expect(values(coreOps.add, { a, b })).toEqual([big + 1n, -big - 1n]);
    expect(values(coreOps.max, { a, b })).toEqual([big, -1n]);
    expect(values(coreOps.equal, { a, b: vector('i64', big - 1n, -big) })).toEqual([0, 1]);
    expect(values(coreOps.abs, { input: a })).toEqual([big, big]);
    expect(values(coreOps.neg, { input: a })).toEqual([-big, big]);
    expect(values(coreOps.sign, { input: a })).toEqual([1n, -1n]);
    expect(values(coreOps.reduce_max, { input: a }, { axes: [0] })).toEqual([big]);
    expect(values(coreOps.cumsum, { input: a }, { axis: 0 })).toEqual([big, 0n]);
    expect(values(coreOps.transpose, { input: a }, { perm: [0] })).toEqual([big, -big]);
  });

  it('wrap at their width', () => {
    const top = vector('i32', 2 ** 31 - 1);
    expect(values(coreOps.add, { a: top, b: vector('i32', 1) })).toEqual([-(2 ** 31)]);
    expect(values(coreOps.neg, { input: vector('i32', -(2 ** 31)) })).toEqual([-(2 ** 31)]);
    expect(values(coreOps.sub, { a: vector('u8', 3), b: vector('u8', 5) })).toEqual([254]);
    const factors = tensorFrom('i32', [1, 2], [65537, 65537]);
    expect(
      values(coreOps.matmul, { a: factors, b: tensorFrom('i32', [2, 1], [65537, 65537]) }),
    ).toEqual([262146]);
    expect(
      values(coreOps.reduce_prod, { input: vector('i32', 65537, 65537) }, { axes: [0] }),
    ).toEqual([131073]);
  });

  it('divide towards zero, and by zero to zero', () => {
    const a = vector('i32', 7, -7, 7, 0);
    expect(values(coreOps.div, { a, b: vector('i32', -2, 2, 0, 0) })).toEqual([-3, -3, 0, 0]);
    expect(values(coreOps.mod, { a, b: vector('i32', -4, 4, 0, 5) })).toEqual([-1, 1, 0, 0]);
    const long = vector('i64', 7n, -7n, 7n);
    expect(values(coreOps.div, { a: long, b: vector('i64', -2n, 2n, 0n) })).toEqual([-3n, -3n, 0n]);
    expect(values(coreOps.mod, { a: long, b: vector('i64', -4n, 4n, 0n) })).toEqual([-1n, 1n, 0n]);
  });

  it('have truncated powers', () => {
    const a = vector('i32', 2, 1, -1, -1, 3);
    const b = vector('i32', -1, -5, -3, -4, 21);
    expect(values(coreOps.pow, { a, b })).toEqual([
      0,
      1,
      -1,
      1,
      Number(BigInt.asIntN(32, 3n ** 21n)),
    ]);
    expect(values(coreOps.pow, { a: vector('i64', 3n), b: vector('i64', 40n) })).toEqual([
      BigInt.asIntN(64, 3n ** 40n),
    ]);
    expect(values(coreOps.pow, { a: vector('i32', 9), b: vector('f32', 0.5) })).toEqual([3]);
  });

  it('are cast by truncation and by their low bits', () => {
    const input = vector('f32', -1.9, 1.9, 300, NaN);
    expect(values(coreOps.cast, { input }, { to: 'i32' })).toEqual([-1, 1, 300, 0]);
    expect(values(coreOps.cast, { input: vector('i64', 257n, -1n) }, { to: 'u8' })).toEqual([
      1, 255,
    ]);
    expect(values(coreOps.cast, { input }, { to: 'bool' })).toEqual([1, 1, 1, 1]);
  });
});

describe('floats', () => {
  it('f16 results are rounded once', () => {
    const a = vector('f16', 2048, 1);
    const b = vector('f16', 1, 2 ** -11);
    expect(values(coreOps.add, { a, b })).toEqual([2048, 1]);
    // 1 + 3 * 2^-12 would stay 1 if each sum were rounded.
    const input = vector('f16', 1, 2 ** -12, 2 ** -12, 2 ** -12);
    expect(values(coreOps.reduce_sum, { input }, { axes: [0] })).toEqual([1 + 2 ** -10]);
  });

  it('NaN wins over numbers', () => {
    const a = vector('f32', NaN, 1);
    const b = vector('f32', 1, NaN);
    expect(values(coreOps.max, { a, b })).toEqual([NaN, NaN]);
    expect(values(coreOps.min, { a, b })).toEqual([NaN, NaN]);
    expect(values(coreOps.reduce_max, { input: a }, { axes: [0] })).toEqual([NaN]);
    expect(values(coreOps.equal, { a, b: a })).toEqual([0, 1]);
  });

  it('reduces no elements to the neutral one', () => {
    const input = tensorFrom('f32', [2, 0], []);
    const reduce = (op: OpDefinition) => values(op, { input }, { axes: [1], keep_dims: false });
    expect(reduce(coreOps.reduce_sum)).toEqual([0, 0]);
    expect(reduce(coreOps.reduce_prod)).toEqual([1, 1]);
    expect(reduce(coreOps.reduce_max)).toEqual([-Infinity, -Infinity]);
    expect(reduce(coreOps.reduce_min)).toEqual([Infinity, Infinity]);
    expect(reduce(coreOps.reduce_mean)).toEqual([NaN, NaN]);
  });

  it('erf is exact to double precision', () => {
    const input = vector('f64', 0.1, 0.5, 1, 2.4, 2.5, 3, -1.5, 1e-10, 7, -Infinity);
    const expected = [
      0.1124629160182849, 0.5204998778130465, 0.8427007929497149, 0.9993114861033549,
      0.999593047982555, 0.9999779095030014, -0.9661051464753108, 1.1283791670955126e-10, 1, -1,
    ];
    values(coreOps.erf, { input }).forEach((value, index) => {
      expect(value).toBeCloseTo(expected[index] ?? NaN, 14);
    });
  });

  it('mod of floats needs fmod', () => {
    expect(() => evaluateOp(coreOps.mod, { a: vector('f32', 1), b: vector('f32', 1) })).toThrow(
      'f32 needs fmod = true',
    );
  });
});

describe('indices outside the axis', () => {
  const input = tensorFrom('f32', [3, 2], [1, 2, 3, 4, 5, 6]);
  const updates = tensorFrom('f32', [1, 2], [7, 8]);
  const indices = tensorFrom('i64', [1, 1], [3]);
  const cases: readonly (readonly [string, OpDefinition, OperandMap<Tensor>])[] = [
    ['gather', coreOps.gather, { input, indices }],
    ['gather_elements', coreOps.gather_elements, { input, indices }],
    ['gather_nd', coreOps.gather_nd, { input, indices }],
    ['scatter_nd', coreOps.scatter_nd, { input, indices, updates }],
    [
      'scatter_elements',
      coreOps.scatter_elements,
      { input, indices, updates: tensorFrom('f32', [1, 1], [7]) },
    ],
  ];

  it.each(cases)('are a fault of the user in %s', (name, op, operands) => {
    let caught: unknown;
    try {
      evaluateOp(op, operands);
    } catch (error) {
      caught = error;
    }
    if (!(caught instanceof DiagnosticError)) throw new Error('no diagnostic');
    expect(caught.diagnostics).toEqual([
      {
        code: 'SNAPC1205',
        severity: 'error',
        message: `${name}: index 3 is outside an axis of 3 elements`,
        hint: 'give indices from -3 to 2',
        place: { op: name },
      },
    ]);
  });
});

describe('random numbers', () => {
  function draw(op: OpDefinition, attributes: AttributeMap): readonly number[] {
    const [result] = evaluateOp(op, {}, attributes);
    return result === undefined ? [] : toNumbers(result);
  }
  const mean = (list: readonly number[]) => list.reduce((sum, x) => sum + x, 0) / list.length;

  it('are uniform in their range', () => {
    const list = draw(coreOps.random_uniform, { shape: [100, 100], low: -2, high: 4, seed: 5 });
    expect(Math.min(...list)).toBeGreaterThanOrEqual(-2);
    expect(Math.max(...list)).toBeLessThan(4);
    expect(mean(list)).toBeCloseTo(1, 1);
    expect(mean(list.map((x) => (x - 1) ** 2))).toBeCloseTo(3, 0);
  });

  it('are normal', () => {
    const list = draw(coreOps.random_normal, { shape: [20000], mean: 3, scale: 2, seed: 5 });
    const unit = list.map((x) => (x - 3) / 2);
    expect(Math.abs(mean(unit))).toBeLessThan(0.02);
    expect(Math.abs(mean(unit.map((x) => x ** 2)) - 1)).toBeLessThan(0.03);
    expect(Math.abs(mean(unit.map((x) => x ** 3)))).toBeLessThan(0.06);
    expect(Math.abs(mean(unit.map((x) => x ** 4)) - 3)).toBeLessThan(0.15);
    const neighbours = unit.slice(1).map((x, index) => x * (unit[index] ?? 0));
    expect(Math.abs(mean(neighbours))).toBeLessThan(0.02);
  });

  it('follow from the seed', () => {
    const attributes = { shape: [8], seed: 5 };
    const list = draw(coreOps.random_normal, attributes);
    expect(draw(coreOps.random_normal, attributes)).toEqual(list);
    expect(draw(coreOps.random_normal, { shape: [2, 2], seed: 5 })).toEqual(list.slice(0, 4));
    expect(draw(coreOps.random_normal, { shape: [8], seed: 6 })).not.toEqual(list);
  });
});
