/** How weights in few bits are stored beside floats, and what is said of those that take more bits. */

import { describe, expect, it } from 'vitest';
import { planPools } from '../../targets/nnapi/pools.ts';
import { storedWeights } from '../../targets/nnapi/quantised/stored.ts';
import { codesOf, linesOf, modelOf, remarksOf } from './lowered.ts';
import { graph, weight } from './pairs.ts';

describe('weights in few bits beside floats', () => {
  const by = (w: string): string =>
    graph('%x: f32[3,8]', w, '%y = matmul(%x, @w) {transpose_b=true} : f32[3,4]', 'return y=%y');

  it('of 8 bits are dequantised on the phone', async () => {
    expect(await linesOf(by(weight('w', 1, [4, 8], 0)))).toEqual([
      '%1 f32[4,8] = DEQUANTIZE(@TENSOR_QUANT8_SYMM_PER_CHANNEL[4,8])',
      '%2 f32[3,4] = FULLY_CONNECTED(%0, %1, @f32[4], INT32:0)',
    ]);
  });

  it('of 8 bits are floats already where drivers want them constant', async () => {
    const text = by(weight('w', 1, [4, 8], 0));
    const { operations, remarks } = await modelOf(text, 30, { dequantize: 'compiler' });
    expect(remarks).toEqual([]);
    expect(operations.map(({ code }) => code)).toEqual(['FULLY_CONNECTED']);
    expect(operations[0]?.inputs[1]?.type.code).toBe('TENSOR_FLOAT32');
  });

  it('of 4 bits in groups take 8, row by row', async () => {
    const text = by(`
      @f = seeded 1 1 : f32[4,8]
      @s = quantization_scale(@f) {per=block, axis=1, block_size=4, dtype=i4} : f32[4,2]
      @i = quantize_linear(@f, @s) {axis=1, block_size=4, dtype=i4} : i4[4,8]
      @w = dequantize_linear(@i, @s) {axis=1, block_size=4} : f32[4,8]`);
    const [first, second] = await linesOf(text);
    expect(first).toBe('%1 f32[8,4] = DEQUANTIZE(@TENSOR_QUANT8_SYMM_PER_CHANNEL[8,4])');
    expect(second).toBe('%2 f32[4,8] = RESHAPE(%1, [4,8])');
    expect(await remarksOf(text)).toEqual(['SNAPC4508']);
  });

  it('of palettes are floats, and said so', async () => {
    const text = by(`
      @f = seeded 1 1 : f32[4,8]
      @t = palette_table(@f) {bits=2} : f32[4]
      @i = palette_indices(@f, @t) : u4[4,8]
      @w = lookup(@i, @t) : f32[4,8]`);
    expect(await codesOf(text)).toEqual(['FULLY_CONNECTED']);
    expect(await remarksOf(text)).toEqual(['SNAPC4508']);
  });
});

it('the manifest lists each that is stored in 8 bits once, with scales, and no floats', async () => {
  const text = graph(
    '%x: f32[3,8]',
    weight('w', 1, [4, 8], 0),
    '@plain = seeded 2 1 : f32[4,8]',
    '%y = matmul(%x, @w) {transpose_b=true} : f32[3,4]  // onnx: "/first"',
    '%t = tanh(%x) : f32[3,8]',
    '%z = matmul(%t, @w) {transpose_b=true} : f32[3,4]  // onnx: "/second"',
    '%u = matmul(%t, @plain) {transpose_b=true} : f32[3,4]  // onnx: "/third"',
    'return y=%y, z=%z, u=%u',
  );
  const { operations } = await modelOf(text, 30);
  const weights = storedWeights(operations, planPools({ operations }, 1e9).keyOf);
  expect(weights).toEqual([
    { nodes: ['/first', '/second'], form: 'int8', elements: 32, bytes: 32 + 4 * 4 },
  ]);
});
