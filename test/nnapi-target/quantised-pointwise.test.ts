/** Operations on single numbers of 8 bits, each checked by hand against the NDK's documentation. */

import { describe, expect, it } from 'vitest';
import { codesOf, linesOf } from './lowered.ts';
import { graph, pair } from './pairs.ts';

describe('results with a scale of their own', () => {
  const of = (op: string, scale: number, zero: number): string =>
    graph(
      '%x: f32[2,3]',
      pair('a', 'x', 0.5, 0, '2,3'),
      `%f = ${op}(%a) : f32[2,3]`,
      pair('y', 'f', scale, zero, '2,3'),
      'return y=%y',
    );

  it.each([
    ['softmax', 'SOFTMAX', 1 / 256, -128],
    ['sigmoid', 'LOGISTIC', 1 / 256, -128],
    ['tanh', 'TANH', 1 / 128, 0],
  ] as const)('%s', async (op, code, scale, zero) => {
    expect(await codesOf(of(op, scale, zero))).toEqual(['QUANTIZE', code, 'DEQUANTIZE']);
    const floats = ['QUANTIZE', 'DEQUANTIZE', code, 'QUANTIZE', 'DEQUANTIZE'];
    expect(await codesOf(of(op, scale, zero + 1))).toEqual(floats);
    expect(await codesOf(of(op, scale * 2, zero))).toEqual(floats);
  });
});

describe('pointwise', () => {
  const of = (op: string, scale: number): string =>
    graph(
      '%x: f32[2,3]',
      pair('a', 'x', 0.5, 0, '2,3'),
      '@n = splat 3 : f32[]',
      `%f = ${op} : f32[2,3]`,
      pair('y', 'f', scale, 0, '2,3'),
      'return y=%y',
    );

  it('products in steps greater than the product of steps', async () => {
    expect(await codesOf(of('mul(%a, %a)', 0.3))).toEqual(['QUANTIZE', 'MUL', 'DEQUANTIZE']);
    expect(await codesOf(of('mul(%a, %a)', 0.25))).toHaveLength(5);
  });

  it('numbers stand beside tensors in a scale in which they are integers', async () => {
    expect((await linesOf(of('add(%a, @n)', 1), 30))[1]).toContain(
      `@s8[1] *${Math.fround(3 / 127)} +0`,
    );
  });

  it('the greater of two goes through in the scale of its operands', async () => {
    expect((await linesOf(of('max(%a, @n)', 0.5), 30))[1]).toBe(
      '%2 s8[2,3] *0.5 +0 = MAXIMUM(%1, @s8[1] *0.5 +0)',
    );
  });

  it('pieces of several scales are joined in the scale that is wanted', async () => {
    const text = graph(
      '%x: f32[2,3]',
      pair('a', 'x', 0.5, 0, '2,3'),
      pair('b', 'x', 0.25, 7, '2,3'),
      '%f = concat(%a, %b) {axis=0} : f32[4,3]',
      pair('y', 'f', 0.5, 0, '4,3'),
      'return y=%y',
    );
    expect((await linesOf(text, 30))[2]).toBe(
      '%3 s8[4,3] *0.5 +0 = CONCATENATION(%1, %2, INT32:0)',
    );
  });
});
