/** The least squares fit of one layer: by hand, by numpy, and never worse than what was there before. */

import { spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { Products } from '../../compiler/prune/products.ts';
import { numbers } from '../../ir/tensor.ts';
import { seededTensor } from '../../ir/seeded.ts';

/** Rows 1, 2, 3 of one column, that should become 2 x + 1. */
function line(): Products {
  const products = new Products(1, 1);
  // In two parts, as a layer's rows come.
  products.add(Float32Array.of(1, 2), Float64Array.of(3, 5), 2);
  products.add(Float32Array.of(3), Float64Array.of(7), 1);
  return products;
}

test.each([
  // Around their means the products are 2 and 4.
  { prior: 0, ridge: 0, hasBias: true, weight: 2, intercept: 1 },
  { prior: 0, ridge: 1, hasBias: true, weight: 4 / (2 + 2), intercept: 3 },
  { prior: 2, ridge: 1, hasBias: true, weight: 2, intercept: 1 },
  { prior: 1, ridge: 1, hasBias: true, weight: 1 + (4 - 2) / (2 + 2), intercept: 2 },
  // Without a bias they are 14 and 34.
  { prior: 0, ridge: 0, hasBias: false, weight: 34 / 14, intercept: 0 },
])('a line by hand: %o', ({ prior, ridge, hasBias, weight, intercept }) => {
  const fit = line().fit(Float64Array.of(prior), ridge, hasBias);
  expect(fit.weight[0]).toBeCloseTo(weight, 12);
  expect(fit.intercept[0]).toBeCloseTo(intercept, 12);
});

test('columns that are always zero stay as they were', () => {
  const products = new Products(1, 1);
  products.add(Float32Array.of(0, 0), Float64Array.of(4, 6), 2);
  const fit = products.fit(Float64Array.of(3), 0.1, true);
  expect([fit.weight[0], fit.intercept[0]]).toEqual([3, 5]);
});

const [ROWS, COLUMNS, TARGETS] = [60, 7, 3];

function given(seed: number) {
  const take = (count: number, part: number): readonly number[] =>
    Array.from(numbers(seededTensor('f32', [count], 10 * seed + part, [-1, 1])));
  const rows = take(ROWS * COLUMNS, 1).map((x, at) => Math.fround(x + (at % COLUMNS)));
  const wanted = take(ROWS * TARGETS, 2).map((x, at) => x + (rows[at % rows.length] ?? 0) ** 2);
  const prior = take(COLUMNS * TARGETS, 3);
  const products = new Products(COLUMNS, TARGETS);
  products.add(Float32Array.from(rows), Float64Array.from(wanted), ROWS);
  return { rows, wanted, prior, products };
}

function errorOf(
  { rows, wanted }: ReturnType<typeof given>,
  weight: ArrayLike<number>,
  intercept: ArrayLike<number>,
): number {
  let error = 0;
  for (let row = 0; row < ROWS; row++) {
    for (let target = 0; target < TARGETS; target++) {
      let value = intercept[target] ?? 0;
      for (let column = 0; column < COLUMNS; column++) {
        value += (rows[row * COLUMNS + column] ?? 0) * (weight[column * TARGETS + target] ?? 0);
      }
      error += (value - (wanted[row * TARGETS + target] ?? 0)) ** 2;
    }
  }
  return error;
}

test.each([1, 2, 3, 4, 5, 6])('errors are never above those of the weight before, %i', (seed) => {
  const data = given(seed);
  const before = errorOf(data, data.prior, new Float64Array(TARGETS));
  for (const ridge of [1e-4, 0.1, 10]) {
    for (const hasBias of [false, true]) {
      const { weight, intercept } = data.products.fit(
        Float64Array.from(data.prior),
        ridge,
        hasBias,
      );
      expect(errorOf(data, weight, intercept)).toBeLessThanOrEqual(before);
    }
  }
});

const python = spawnSync('python3', ['-c', 'import numpy'], { encoding: 'utf8' });

/** The ridge as more rows: each asks that one column's weight stay. */
const SCRIPT = `
import json, sys, numpy as np
data = json.load(sys.stdin)
x = np.array(data['rows']).reshape(data['shape'])
prior = np.array(data['prior']).reshape(x.shape[1], -1)
t = np.array(data['wanted']).reshape(x.shape[0], -1) - x @ prior
spread = x - x.mean(0) if data['hasBias'] else x
penalty = data['ridge'] * np.mean((spread ** 2).sum(0))
ones = np.ones((x.shape[0], 1 if data['hasBias'] else 0))
stay = np.hstack([np.sqrt(penalty) * np.eye(x.shape[1]), np.zeros((x.shape[1], ones.shape[1]))])
a = np.vstack([np.hstack([x, ones]), stay])
b = np.vstack([t, np.zeros((x.shape[1], t.shape[1]))])
found = np.linalg.lstsq(a, b, rcond=None)[0]
bias = found[x.shape[1]:].sum(0)
print(json.dumps({'weight': (found[:x.shape[1]] + prior).ravel().tolist(), 'intercept': bias.tolist()}))
`;

describe.skipIf(python.status !== 0)('numpy', () => {
  test.each([
    [0, true],
    [0.1, true],
    [0.1, false],
  ])('finds the same with ridge %f, bias %s', (ridge, hasBias) => {
    const { rows, wanted, prior, products } = given(9);
    const fit = products.fit(Float64Array.from(prior), ridge, hasBias);
    const input = JSON.stringify({ rows, wanted, prior, ridge, hasBias, shape: [ROWS, COLUMNS] });
    const ran = spawnSync('python3', ['-c', SCRIPT], { encoding: 'utf8', input });
    expect(ran.stderr).toBe('');
    const expected = JSON.parse(ran.stdout) as Record<'weight' | 'intercept', number[]>;
    expected.weight.forEach((value, at) => expect(fit.weight[at]).toBeCloseTo(value, 7));
    expected.intercept.forEach((value, at) => expect(fit.intercept[at]).toBeCloseTo(value, 7));
  });
});
