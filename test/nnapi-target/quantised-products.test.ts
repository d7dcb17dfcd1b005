/** Convolutions and products of matrices in 8 bits, each checked by hand against the NDK's documentation. */

import { describe, expect, it } from 'vitest';
import { DiagnosticError } from '../../ir/diagnostics.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import { planPools, writePools } from '../../targets/nnapi/pools.ts';
import { MemorySink } from '../webgpu/memory-sink.ts';
import { codesOf, linesOf, modelOf, remarksOf } from './lowered.ts';
import { graph, pair, weight, weightInSteps } from './pairs.ts';

const IMAGE = pair('a', 'x', 0.5, 3, '1,4,4,4');

function convolved(attributes: string, w: string, after: string): string {
  return graph(
    '%x: f32[1,4,4,4]',
    IMAGE,
    w,
    `@b = seeded 9 1 : f32[6]`,
    `%c = conv(%a, @w, @b) {${attributes}layout=channels_last} : f32[1,4,4,6]`,
    after,
  );
}

describe('convolutions', () => {
  const filter = weight('w', 1, [6, 4, 1, 1], 0);
  const out = pair('y', 'c', 0.25, -1, '1,4,4,6');
  const zeros = 'INT32:0, INT32:0, INT32:0, INT32:0, INT32:1, INT32:1, INT32:0';

  it.each([
    [29, 'u8', 131, 127],
    [30, 's8', 3, -1],
  ] as const)(
    'level %i: one scale for each output, and a bias without',
    async (level, type, zero, after) => {
      expect(await linesOf(convolved('', filter, `${out}\nreturn y=%y`), level)).toEqual([
        `%1 ${type}[1,4,4,4] *0.5 +${zero} = QUANTIZE(%0)`,
        `%2 ${type}[1,4,4,6] *0.25 +${after} = CONV_2D(%1, @TENSOR_QUANT8_SYMM_PER_CHANNEL[6,1,1,4], @i32[6], ${zeros})`,
        '%3 f32[1,4,4,6] = DEQUANTIZE(%2)',
      ]);
    },
  );

  it('one scale for all where it is known, and a bias in units of the products', async () => {
    const text = convolved('', weightInSteps('w', 1, '6,4,1,1', 0.125), `${out}\nreturn y=%y`);
    const unsigned = text.replace('i8[6,4,1,1]', 'u8[6,4,1,1]').replace('{dtype=i8}', '{dtype=u8}');
    const [, line] = await linesOf(unsigned, 30);
    expect(line).toContain('(%1, @s8[6,1,1,4] *0.125 +-128, @i32[6] *0.0625 +0, ');
  });

  it('each channel on its own: scales along the last axis', async () => {
    const text = graph(
      '%x: f32[1,4,4,4]',
      IMAGE,
      weight('w', 1, [4, 1, 3, 3], 0),
      '%c = conv(%a, @w) {groups=4, pads=[1, 1, 1, 1], layout=channels_last} : f32[1,4,4,4]',
      pair('y', 'c', 0.25, 0, '1,4,4,4'),
      'return y=%y',
    );
    const model = await modelOf(text, 30);
    const conv = model.operations.find(({ code }) => code === 'DEPTHWISE_CONV_2D');
    expect(conv?.inputs[1]?.type.perChannel?.axis).toBe(3);
    expect(await codesOf(text)).toEqual(['QUANTIZE', 'DEPTHWISE_CONV_2D', 'DEQUANTIZE']);
  });

  it('a positive part before what is from 0 on is nothing, and an operation elsewhere', async () => {
    const after = (zero: number): string =>
      `%r = relu(%c) : f32[1,4,4,6]${pair('y', 'r', 0.25, zero, '1,4,4,6')}\nreturn y=%y`;
    const plain = ['QUANTIZE', 'CONV_2D', 'DEQUANTIZE'];
    expect(await codesOf(convolved('', filter, after(-128)))).toEqual(plain);
    expect(await codesOf(convolved('', filter, after(5)))).toEqual(plain.toSpliced(2, 0, 'RELU'));
  });

  it('in floats, and said so, where the result is not quantised', async () => {
    const text = convolved('', filter, 'return y=%c');
    expect(await codesOf(text)).toEqual(['QUANTIZE', 'DEQUANTIZE', 'DEQUANTIZE', 'CONV_2D']);
    expect(await remarksOf(text)).toEqual(['SNAPC4509']);
  });

  it('in floats where readers want several scales', async () => {
    const both = `${out}${pair('z', 'c', 0.5, 0, '1,4,4,6')}\nreturn y=%y, z=%z`;
    expect(await codesOf(convolved('', filter, both))).toContain('DEQUANTIZE');
    expect(await remarksOf(convolved('', filter, both))).toEqual(['SNAPC4509']);
  });
});

describe('matrices', () => {
  const rows = pair('a', 'x', 0.5, 0, '2,3,4');
  const out = `@c = seeded 7 1 : f32[5]
    %n = add(%m, @c) : f32[2,3,5]${pair('y', 'n', 0.25, 0, '2,3,5')}\nreturn y=%y`;
  const by = (w: string): string =>
    graph('%x: f32[2,3,4]', rows, w, '%m = matmul(%a, @w) : f32[2,3,5]', out);

  it('with a scale for each unit are convolutions of points', async () => {
    expect(await codesOf(by(weight('w', 1, [4, 5], 1)))).toEqual([
      'QUANTIZE',
      'RESHAPE',
      'CONV_2D',
      'RESHAPE',
      'DEQUANTIZE',
    ]);
  });

  it('with one for all are FULLY_CONNECTED', async () => {
    const lines = await linesOf(by(weightInSteps('w', 1, '4,5', 0.125)), 29);
    expect(lines[1]).toBe(
      '%2 u8[6,5] *0.25 +128 = FULLY_CONNECTED(%1, @u8[5,4] *0.125 +128, @i32[5] *0.0625 +0, INT32:0)',
    );
  });

  it('of two activations are BATCH_MATMUL, and FULLY_CONNECTED one by one before', async () => {
    const text = graph(
      '%x: f32[2,3,4], %z: f32[2,5,4]',
      rows,
      pair('b', 'z', 0.125, 1, '2,5,4'),
      '%m = matmul(%a, %b) {transpose_b=true} : f32[2,3,5]',
      pair('y', 'm', 0.25, 0, '2,3,5'),
      'return y=%y',
    );
    expect((await linesOf(text, 1_000_006))[2]).toBe(
      '%4 s8[2,3,5] *0.25 +0 = BATCH_MATMUL(%2, %3, BOOL:false, BOOL:true)',
    );
    const before = await linesOf(text, 29);
    expect(
      before.filter((line) => /u8.* = FULLY_CONNECTED\(.*@i32\[5\] \*0.0625/.test(line)),
    ).toHaveLength(2);
    expect(before.filter((line) => line.includes('f32'))).toHaveLength(1);
  });
});

it('a bias that no integer of 32 bits holds is refused while it is written', async () => {
  const tiny = weight('w', 1, [6, 4, 1, 1], 0).replace('seeded 1 0.3', 'seeded 1 0.0000000001');
  const text = convolved('', tiny, `${pair('y', 'c', 0.25, 0, '1,4,4,6')}\nreturn y=%y`);
  const plan = planPools(await modelOf(text, 30), 1e9);
  const written = writePools(plan, new MemorySink(), { encode: encodeConstant, signal: undefined });
  await expect(written).rejects.toSatisfy(
    (error) => error instanceof DiagnosticError && error.diagnostics[0]?.code === 'SNAPC4510',
  );
});
