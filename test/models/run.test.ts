/** The tiny models run in onnxruntime, and every spelling of a model gives the same numbers. */

import { describe, expect, it } from 'vitest';
import { toNumbers } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { MODEL_NAMES, makeModel, sampleInputs } from '../../models/index.ts';
import type { FileOptions, ModelName } from '../../models/index.ts';
import { onnxModel } from '../../models/onnx/index.ts';
import { largestDifference, modelBytes, runOnnx } from './run-onnx.ts';
import type { Outputs } from './run-onnx.ts';

const TINY = { size: 'tiny' } as const;

function runTiny(name: ModelName, options: Omit<FileOptions, 'size'> = {}): Promise<Outputs> {
  return runOnnx(
    modelBytes(name, { ...TINY, ...options }),
    sampleInputs(name, { ...TINY, ...options }),
  );
}

describe.each(MODEL_NAMES)('%s', (name) => {
  const reference = runTiny(name);

  it('gives finite outputs of a sane spread', async () => {
    for (const output of Object.values(await reference)) {
      const { mean, std } = spread(toNumbers(output));
      expect(Math.abs(mean)).toBeLessThan(0.5);
      expect(std).toBeGreaterThan(0.3);
      expect(std).toBeLessThan(2);
    }
  });

  it.each([14, 18, 21])('gives the same at opset %i as at 17', async (opset) => {
    const other = await runTiny(name, { opset });
    expect(largestDifference(await reference, other)).toBeLessThan(1e-4);
  });

  it.each([14, 17])('gives the same with open dims at opset %i', async (opset) => {
    const other = await runTiny(name, { opset, dynamic: true });
    expect(largestDifference(await reference, other)).toBeLessThan(1e-4);
  });

  it('gives nearly the same in f16', async () => {
    const other = await runTiny(name, { precision: 'f16' });
    expect(largestDifference(await reference, other)).toBeLessThan(2e-2);
  });

  it('states the true type of every intermediate value', async () => {
    const { model } = makeModel(name, { ...TINY, valueInfos: true });
    const stated = model.valueInfos ?? [];
    expect(stated.length).toBeGreaterThan(100);
    const bytes = onnxModel({ ...model, outputs: [...model.outputs, ...stated] });
    const values = await runOnnx(bytes, sampleInputs(name, TINY));
    for (const { name: value, dtype, shape } of stated) {
      expect({ value, type: values[value] && typeOf(values[value]) }).toEqual({
        value,
        type: { dtype, shape },
      });
    }
  });

  it('depends on the seed', async () => {
    const inputs = sampleInputs(name, TINY);
    const other = await runOnnx(modelBytes(name, { ...TINY, seed: 1 }), inputs);
    expect(largestDifference(await reference, other)).toBeGreaterThan(0.1);
  });
});

describe('one graph with open dims', () => {
  it('takes another batch, height, width and sequence', async () => {
    const open = modelBytes('snapfusion-unet', { ...TINY, dynamic: true });
    const sizes = { ...TINY, batch: 2, height: 8, width: 24, sequence: 11 } as const;
    const inputs = sampleInputs('snapfusion-unet', sizes);
    const fixed = await runOnnx(modelBytes('snapfusion-unet', sizes), inputs);
    expect(largestDifference(fixed, await runOnnx(open, inputs))).toBeLessThan(1e-4);
  });

  it('takes shorter texts', async () => {
    const open = modelBytes('clip-text', { ...TINY, dynamic: true });
    const sizes = { ...TINY, batch: 3, sequence: 9 } as const;
    const inputs = sampleInputs('clip-text', sizes);
    const fixed = await runOnnx(modelBytes('clip-text', sizes), inputs);
    expect(largestDifference(fixed, await runOnnx(open, inputs))).toBeLessThan(1e-4);
  });

  it('takes 64-bit token ids and integer timesteps', async () => {
    const ids = { ...TINY, inputIdsDtype: 'i64' } as const;
    const text = await runOnnx(modelBytes('clip-text', ids), sampleInputs('clip-text', ids));
    expect(largestDifference(text, await runTiny('clip-text'))).toBe(0);
    const steps = { ...TINY, timestepDtype: 'i64' } as const;
    const unet = await runOnnx(modelBytes('sd15-unet', steps), sampleInputs('sd15-unet', steps));
    expect(largestDifference(unet, await runTiny('sd15-unet'))).toBe(0);
  });
});

function typeOf({ dtype, shape }: Tensor): object {
  return { dtype, shape: [...shape] };
}

/**
 * Recorded when the definitions, given the weights of models that PyTorch had exported, reproduced
 * PyTorch's outputs within 3e-6; they guard that agreement.
 */
describe('recorded outputs', () => {
  it.each<[ModelName, readonly number[]]>([
    ['snapfusion-unet', [-0.24575, -1.26637, 0.3041, -0.38793]],
    ['snapfusion-vae-decoder', [0.05488, -0.1419, -0.1364, -0.04617]],
    ['clip-text', [0.84652, -1.61061, 1.0596, 0.91134]],
    ['sd15-unet', [-0.29475, -0.66169, 0.2048, -0.25162]],
    ['vae-decoder', [-0.14001, -0.05855, 0.2648, -0.02393]],
    ['vae-encoder', [0.15599, -0.15011, -0.11592, -0.07573]],
  ])('%s', async (name, expected) => {
    const [first] = Object.values(await runTiny(name));
    for (const [index, value] of expected.entries()) {
      expect(Number(first?.data[index])).toBeCloseTo(value, 4);
    }
  });
});

function spread(values: readonly number[]): { readonly mean: number; readonly std: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return { mean, std: Math.sqrt(variance) };
}
