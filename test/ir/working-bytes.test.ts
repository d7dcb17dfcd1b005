/** How much memory constants are said to take while they are computed. */

import { expect, it } from 'vitest';
import type { Constant } from '../../ir/constant.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { workingBytes } from '../../ir/working-bytes.ts';

const WEIGHT: Constant = {
  type: { dtype: 'f32', shape: [100, 10] },
  source: { kind: 'seeded', seed: 1, scale: 1 },
};
const HALF: Constant = {
  type: { dtype: 'f16', shape: [100, 10] },
  source: { kind: 'recipe', op: coreOps.cast, operands: [WEIGHT], attributes: { to: 'f16' } },
};
const TURNED: Constant = {
  type: { dtype: 'f16', shape: [10, 100] },
  source: { kind: 'recipe', op: coreOps.transpose, operands: [HALF], attributes: { perm: [1, 0] } },
};
const PRODUCT: Constant = {
  type: { dtype: 'f16', shape: [10, 10] },
  source: { kind: 'recipe', op: coreOps.matmul, operands: [TURNED, HALF], attributes: {} },
};

it('is the largest step: operands and result', () => {
  expect(workingBytes(WEIGHT, false)).toBe(4000);
  expect(workingBytes(TURNED, false)).toBe(8000);
  expect(workingBytes(PRODUCT, false)).toBe(8400);
});

it('is half as much where elements are only moved and rounded to two bytes', () => {
  expect(workingBytes(WEIGHT, true)).toBe(2000);
  expect(workingBytes(TURNED, true)).toBe(4000);
  expect(workingBytes(PRODUCT, true)).toBe(8400);
});
