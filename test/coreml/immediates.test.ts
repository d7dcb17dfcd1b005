/** Which literals stand in the program itself, and how. */

import { describe, expect, test } from 'vitest';
import { constants, count, immediate, sumOf, weight } from './literals.ts';

describe('in the program stands', () => {
  test('what has fewer than ten elements', async () => {
    const found = await constants(
      sumOf([immediate('fp16', count(9)), immediate('fp16', count(10))]),
    );
    expect(found).toEqual(['fp16[9] 0x0000003c0040004200440045004600470048', 'fp16[10] at 64']);
  });

  test('what the opset has no files for', async () => {
    const literals = [
      immediate(
        'bool',
        count(12).map((index) => index % 2 === 0),
      ),
      immediate('int32', count(12)),
      weight('uint16', 'u16', count(12)),
    ];
    const bools = `bool[12] ${JSON.stringify(count(12).map((index) => index % 2 === 0))}`;
    const numbers = JSON.stringify(count(12));
    expect(await constants(sumOf(literals))).toEqual([
      bools,
      `int32[12] ${numbers}`,
      `uint16[12] ${numbers}`,
    ]);
    expect(await constants(sumOf(literals, 'CoreML7'))).toHaveLength(3);
    expect(await constants(sumOf(literals, 'CoreML8'))).toEqual([
      bools,
      'int32[12] at 64',
      'uint16[12] at 192',
    ]);
  });

  test.each([
    [immediate('string', ['a "b" \u00e9']), 'string[1] ["a \\"b\\" \u00e9"]'],
    [immediate('fp32', [0.5, -0]), 'fp32[2] [0.5,0]'],
    [immediate('int32', [-1, 2 ** 31 - 1]), 'int32[2] [-1,2147483647]'],
    [immediate('uint32', [4294967295, 1]), 'uint32[2] 0xffffffff01000000'],
    [immediate('int8', [-1, 2]), 'int8[2] 0xff02'],
    [immediate('int16', [-1, 2]), 'int16[2] [-1,2]'],
    [immediate('uint4', [1, 2, 3]), 'uint4[3] 0x2103'],
    [weight('fp16', 'f32', [65504, 1e-5]), 'fp16[2] 0xff7ba800'],
    [weight('int32', 'i64', [-5]), 'int32[1] [-5]'],
  ])('%#', async (literal, expected) => {
    expect(await constants(sumOf([literal], 'CoreML8'))).toEqual([expected]);
  });
});
