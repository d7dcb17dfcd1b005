/** What a compilation says of the device's compute units: attention's form, and what leaves the Neural Engine. */

import { describe, expect, test } from 'vitest';
import type { ComputeUnits } from '../../targets/devices/device.ts';
import { compileGraph, deviceOf, graphOf } from './written-package.ts';

const PLAIN = `graph @plain(%x: f32[1,3,2,4]) {
  %0 = tanh(%x) : f32[1,3,2,4]
  return y=%0
}`;

describe('notes', () => {
  const HEADS = `graph @heads(%q: f32[1,2,4,8], %k: f32[1,2,4,8], %v: f32[1,2,4,8]) {
    %0 = attention(%q, %k, %v) {scale=0.25} : f32[1,2,4,8]
    return y=%0
  }`;

  test.each([
    ['cpuAndNeuralEngine', 9, 'split_einsum_chunked'],
    ['cpuAndGPU', 9, 'sdpa'],
    ['all', 8, 'original'],
  ] as const)('say how attention is written for %s, version %i', async (units, version, form) => {
    const device = deviceOf(version, units);
    const { found, sink } = await compileGraph(graphOf(HEADS), { device, precision: 'fp16' });
    expect(found.filter(({ code }) => code === 'SNAPC4406').map(({ message }) => message)).toEqual([
      `attention is written in the form ${form}, for CoreML${version - 1} on ${units}`,
    ]);
    expect(Buffer.from(sink.files.get('trace.json') ?? []).toString()).toContain(
      `  "attention": "${form}",\n`,
    );
  });

  test('name what leaves the Neural Engine, where the model is to run there', async () => {
    const codes = async (units: ComputeUnits): Promise<readonly string[]> => {
      const { found } = await compileGraph(graphOf(PLAIN), { device: deviceOf(9, units) });
      return found.map(({ code }) => code);
    };
    expect(await codes('cpuAndNeuralEngine')).toContain('SNAPC4460');
    expect(await codes('all')).toContain('SNAPC4460');
    expect(await codes('cpuAndGPU')).toEqual([]);
  });

  test.each([
    ['{axis=0, block_size=4, dtype=i4}', '[4,8]', 8, 'SNAPC4417', '1 weight of int4 in groups'],
    ['{axis=1, dtype=i4}', '[8]', 8, 'SNAPC4418', '1 weight of int4 takes 8 bits'],
    ['{axis=1, dtype=i4}', '[8]', 9, undefined, ''],
    ['{axis=1, dtype=i8}', '[8]', 7, undefined, ''],
  ])(
    'tell of weights %s by scales of %s in version %i',
    async (kind, shape, version, code, text) => {
      const few = `graph @few(%x: f32[2,16]) {
      @d = seeded 5 0.5 : f32[16,8]
      @s = splat 0.1 : f32${shape}
      @q = quantize_linear(@d, @s) ${kind} : ${kind.slice(-3, -1)}[16,8]
      @w = dequantize_linear(@q, @s) ${kind.replace(/, dtype=../, '')} : f32[16,8]
      %y = matmul(%x, @w) : f32[2,8]
      return y=%y
    }`;
      const device = deviceOf(version, 'cpuAndGPU');
      const { found } = await compileGraph(graphOf(few), { device });
      expect(found.map((one) => one.code)).toEqual(code === undefined ? [] : [code]);
      expect(found.map(({ message }) => message).join()).toContain(text);
    },
  );
});
