/** Generated weights: reproducible, chunk by chunk, with the spread asked for, and in bounded memory. */

import { describe, expect, it } from 'vitest';
import { fromFloat16Bits, toBfloat16Bits, toFloat16Bits } from '../../ir/float16.ts';
import { makeModel } from '../../models/index.ts';
import { bfloat16Bits, float16Bits } from '../../models/onnx/float16.ts';
import { fillSeeded, readAll, seededBytes, seedFor } from '../../models/onnx/index.ts';

const UNIT = { mean: 0, std: 1 };

describe('seeded values', () => {
  it('are a function of seed and index only', () => {
    const whole = new Float32Array(1000);
    fillSeeded(whole, 42, 0, UNIT);
    const part = new Float32Array(300);
    fillSeeded(part, 42, 650, UNIT);
    expect([...part]).toEqual([...whole.subarray(650, 950)]);
  });

  it('never change: files made earlier stay reproducible', () => {
    const values = new Float32Array(4);
    fillSeeded(values, seedFor('conv_in.weight', 0), 0, UNIT);
    expect([...values]).toMatchInlineSnapshot(`
      [
        -1.108654499053955,
        1.6136881113052368,
        -0.804683268070221,
        -0.7004066705703735,
      ]
    `);
    expect(seedFor('conv_in.weight', 1)).not.toBe(seedFor('conv_in.weight', 0));
  });

  it.each([
    [0, 1],
    [1, 0.05],
  ])('have mean %d and standard deviation %d', (mean, std) => {
    const values = new Float32Array(200_000);
    fillSeeded(values, 7, 0, { mean, std });
    const average = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - average) ** 2, 0) / values.length;
    expect(Math.abs(average - mean)).toBeLessThan(0.01 * std);
    expect(Math.sqrt(variance) / std).toBeCloseTo(1, 2);
    const largest = values.reduce((size, value) => Math.max(size, Math.abs(value - mean)), 0);
    expect(largest / std).toBeLessThanOrEqual(Math.sqrt(3) + 1e-5);
  });

  it('do not correlate between seeds or neighbours', () => {
    const count = 100_000;
    const [a, b] = [new Float32Array(count), new Float32Array(count)];
    fillSeeded(a, seedFor('a', 0), 0, UNIT);
    fillSeeded(b, seedFor('b', 0), 0, UNIT);
    const correlation = (x: Float32Array, y: Float32Array) =>
      x.reduce((sum, value, index) => sum + value * (y[index] ?? 0), 0) / x.length;
    expect(Math.abs(correlation(a, b))).toBeLessThan(0.02);
    expect(Math.abs(correlation(a.subarray(1), a))).toBeLessThan(0.02);
  });

  it('are stored little-endian in f32 and f16', () => {
    const shape = [300_001];
    const wide = readAll(seededBytes('f32', shape, 5, UNIT));
    const narrow = readAll(seededBytes('f16', shape, 5, UNIT));
    expect([wide.byteLength, narrow.byteLength]).toEqual([1_200_004, 600_002]);
    const [view, half] = [new DataView(wide.buffer), new DataView(narrow.buffer)];
    for (const index of [0, 1, 262_143, 262_144, 300_000]) {
      const bits = half.getUint16(2 * index, true);
      expect(bits).toBe(toFloat16Bits(view.getFloat32(4 * index, true)));
    }
  });
});

describe('16-bit floats', () => {
  it('round as the IR does', () => {
    const values: number[] = [
      0,
      -0,
      NaN,
      Infinity,
      -Infinity,
      65504,
      65519.99,
      65520,
      1e-8,
      2 ** -25,
    ];
    for (let bits = 0; bits < 0x7c00; bits++) {
      const [low, high] = [fromFloat16Bits(bits), fromFloat16Bits(bits + 1)];
      const middle = (low + high) / 2;
      values.push(low, -low, middle, Math.fround(middle * (1 + 2 ** -20)));
    }
    const wrong = values
      .map(Math.fround)
      .filter(
        (value) =>
          float16Bits(value) !== toFloat16Bits(value) ||
          bfloat16Bits(value) !== toBfloat16Bits(value),
      );
    expect(wrong).toEqual([]);
  });
});

describe('streaming', () => {
  it('holds little of a full model in memory at any time', async () => {
    const made = makeModel('snapfusion-unet', { size: 'full' });
    const wanted = 1e9;
    const before = process.memoryUsage.rss();
    let [peak, bytes] = [before, 0];
    for await (const file of made) {
      for await (const chunk of file.chunks()) {
        bytes += chunk.byteLength;
        expect(chunk.byteLength).toBeLessThan(4e6);
        peak = Math.max(peak, process.memoryUsage.rss());
        if (bytes > wanted) break;
      }
    }
    expect(bytes).toBeGreaterThan(wanted);
    expect(peak - before).toBeLessThan(150e6);
  });

  it('counts the bytes of all files', async () => {
    const seen: number[] = [];
    const made = makeModel('vae-decoder', {
      size: 'small',
      weights: 'external',
      onProgress: ({ doneBytes, totalBytes }) => seen.push(doneBytes / totalBytes),
    });
    for await (const file of made) {
      let length = 0;
      for await (const chunk of file.chunks()) length += chunk.byteLength;
      expect(length).toBe(file.byteLength);
    }
    expect(seen.length).toBeGreaterThan(5);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBe(1);
  });
});
