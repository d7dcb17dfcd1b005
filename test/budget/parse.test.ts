/** Bounds of size and loss as text. */

import { describe, expect, it } from 'vitest';
import { parseBudget } from '../../compiler/budget/parse-budget.ts';
import { must } from '../coreml/run-program.ts';

describe('budgets', () => {
  it.each([
    ['size<600MB,psnr>45', { size: 6e8, psnr: 45 }],
    [' size <= 1.5 GiB ', { size: 1.5 * 2 ** 30 }],
    ['SQNR>40dB', { sqnr: 40 }],
    ['size<2e3kB,', { size: 2e6 }],
  ])('%s', (text, budget) => {
    expect(must(parseBudget(text))).toEqual(budget);
  });

  it.each([
    ['', 'SNAPC3422'],
    ['size', 'SNAPC3420'],
    ['speed<3ms', 'SNAPC3420'],
    ['size>3MB', 'SNAPC3420'],
    ['size<3', 'SNAPC3420'],
    ['size<3apples', 'SNAPC3420'],
    ['psnr<40', 'SNAPC3420'],
    ['psnr>40MB', 'SNAPC3420'],
    ['psnr>0', 'SNAPC3420'],
    ['psnr>1.2.3', 'SNAPC3420'],
    ['psnr>40,psnr>41', 'SNAPC3421'],
    ['size<1MB,constructor>3', 'SNAPC3420'],
  ])('refuses %j', (text, code) => {
    const read = parseBudget(text);
    expect(read.ok).toBe(false);
    expect(read.diagnostics.map((found) => found.code)).toEqual([code]);
  });

  it('reports all faults at once', () => {
    expect(parseBudget('speed<3,psnr<40').diagnostics).toHaveLength(2);
  });
});
