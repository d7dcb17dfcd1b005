/** Where long sums of halves are taken in fp32, and where they stay. */

import { describe, expect, it } from 'vitest';
import { linesOf } from './lowered.ts';

const product = (batches: number, rows: number, terms: number): string => `graph @g(
    %x: f16[${batches},${rows},${terms}], %y: f16[${batches},${terms},40]) {
    %z = matmul(%x, %y) : f16[${batches},${rows},40]
    return z=%z
  }`;

const codesOf = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => /^%\d+ (\w+)\[.* = (\w+)\(/.exec(line)?.slice(1).join(' ') ?? line);

describe('products of batches', () => {
  const wide = ['f32 CAST', 'f32 CAST', 'f32 BATCH_MATMUL', 'f16 CAST'];

  it('of many halves are taken in fp32', async () => {
    expect(codesOf(await linesOf(product(8, 16, 256), 1_000_006))).toEqual(wide);
  });

  it('of few stay', async () => {
    expect(codesOf(await linesOf(product(8, 16, 255), 1_000_006))).toEqual(['f16 BATCH_MATMUL']);
  });

  it('go matrix by matrix where fp32 would take much memory', async () => {
    const codes = codesOf(await linesOf(product(5, 4096, 4096), 1_000_006));
    expect(codes.filter((code) => code === 'f32 BATCH_MATMUL').length).toBe(5);
    const four = codesOf(await linesOf(product(4, 4096, 4096), 1_000_006));
    expect(four).toEqual(wide);
  });

  it('by FULLY_CONNECTED stay: it adds up in fp32', async () => {
    expect((await linesOf(product(8, 16, 4096), 30)).join()).not.toContain('f32');
  });
});

it.each([
  [256, ['f32 CAST', 'f32 REDUCE_SUM', 'f16 CAST']],
  [255, ['f16 REDUCE_SUM']],
])('sums of %i halves', async (terms, codes) => {
  const text = `graph @g(%x: f16[2,${terms}]) {
    %y = reduce_sum(%x) {axes=[1], keep_dims=true} : f16[2,1]
    return y=%y
  }`;
  expect(codesOf(await linesOf(text))).toEqual(codes);
});
