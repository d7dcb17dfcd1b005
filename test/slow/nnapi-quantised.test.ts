/**
 * Models in 8 bits on the reference of NNAPI, under sanitizers: operation by operation within a step of the evaluator,
 * whole models within a decibel, quantised ONNX files as they come, and changed scales, which are refused.
 */

import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateGraph } from '../../ir/evaluate.ts';
import { builtinOps } from '../../ir/ops/index.ts';
import { parseGraph } from '../../ir/parse.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';
import { must } from '../coreml/run-program.ts';
import { missingTools } from '../nnapi-library/build.ts';
import { errorsOf } from '../nnapi-numbers/errors.ts';
import { importedCases } from '../nnapi-numbers/imported-cases.ts';
import type { ImportedCases } from '../nnapi-numbers/imported-cases.ts';
import { LEVELS } from '../nnapi-numbers/levels.ts';
import { emittedModel } from '../nnapi-numbers/lower.ts';
import { COMPRESSIONS, compressedCase, lossesOf } from '../nnapi-numbers/losses.ts';
import { runMany } from '../nnapi-numbers/many-models.ts';
import type { EmittedModel } from '../nnapi-numbers/many-models.ts';
import { graph, pair, weight } from '../nnapi-target/pairs.ts';
import { fixtureCases } from '../numbers/cases.ts';
import { QUANTISED_FILE } from '../support/quantised-file.ts';

const missing = missingTools('models in 8 bits on NNAPI', 'cmake', 'make', 'g++');
const scratch = await mkdtemp(join(tmpdir(), 'snapc-nnapi-quantised-'));
afterAll(() => rm(scratch, { recursive: true, force: true }));

interface Operation {
  readonly name: string;
  readonly text: string;
  /** Of the result. */
  readonly step: number;
}

/** One operation between pairs; what it gives has `zero` for 0. */
function operation(
  name: string,
  formula: string,
  shape: string,
  step: number,
  zero = 0,
  constants = '',
): Operation {
  const text = graph(
    '%u: f32[2,3,8], %v: f32[2,3,8], %i: f32[1,6,6,4]',
    pair('a', 'u', 1 / 100, 3, '2,3,8'),
    pair('b', 'v', 1 / 128, 0, '2,3,8'),
    pair('im', 'i', 1 / 100, -7, '1,6,6,4'),
    constants,
    `%r = ${formula} : f32[${shape}]`,
    pair('y', 'r', step, zero, shape),
    'return y=%y',
  );
  return { name, text, step };
}

const filter = weight('w', 1, [5, 4, 3, 3], 0);
const IMAGE = 'layout=channels_last';
const OPERATIONS: readonly Operation[] = [
  operation('add', 'add(%a, %b)', '2,3,8', 1 / 70),
  operation('sub', 'sub(%a, %b)', '2,3,8', 1 / 70, 5),
  operation('mul', 'mul(%a, %b)', '2,3,8', 1 / 120, -2),
  operation('a number', 'mul(%a, @n)', '2,3,8', 1 / 40, 0, '@n = splat 2.5 : f32[]'),
  operation('matmul', 'matmul(%a, %b) {transpose_b=true}', '2,3,3', 1 / 30, 1),
  operation('linear', 'matmul(%a, @w)', '2,3,5', 1 / 50, 1, weight('w', 2, [8, 5], 1)),
  operation(
    'conv',
    `conv(%im, @w, @c) {pads=[1, 0, 1, 2], ${IMAGE}}`,
    '1,6,6,5',
    1 / 40,
    1,
    `${filter}\n@c = seeded 3 1 : f32[5]`,
  ),
  operation(
    'depthwise',
    `conv(%im, @w) {groups=4, strides=[2, 2], ${IMAGE}}`,
    '1,2,2,4',
    1 / 40,
    1,
    weight('w', 4, [4, 1, 3, 3], 0),
  ),
  operation(
    'grouped',
    `conv(%im, @w) {groups=2, dilations=[1, 2], ${IMAGE}}`,
    '1,4,2,4',
    1 / 40,
    1,
    weight('w', 4, [4, 2, 3, 3], 0),
  ),
  operation('sigmoid', 'sigmoid(%a)', '2,3,8', 1 / 256, -128),
  operation('tanh', 'tanh(%a)', '2,3,8', 1 / 128),
  operation('softmax', 'softmax(%a)', '2,3,8', 1 / 256, -128),
  operation(
    'mean of windows',
    `avg_pool(%im) {kernel=[2, 3], pads=[0, 1, 0, 1], ${IMAGE}}`,
    '1,5,6,4',
    1 / 100,
    -7,
  ),
  operation(
    'greatest of windows',
    `max_pool(%im) {kernel=[2, 2], strides=[2, 2], ${IMAGE}}`,
    '1,3,3,4',
    1 / 100,
    -7,
  ),
  operation('pieces', 'concat(%a, %b) {axis=1}', '2,6,8', 1 / 90, 2),
];

/** Moved and compared, without a rounding of their own. */
const MOVEMENT = graph(
  '%i: f32[1,4,6,6]',
  pair('a', 'i', 1 / 100, -7, '1,4,6,6'),
  '@n = splat 0.25 : f32[]',
  '%t = transpose(%a) {perm=[0, 2, 3, 1]} : f32[1,6,6,4]',
  '%s = slice(%t) {starts=[0, 1, 0, 0], ends=[1, 6, 6, 4], steps=[1, 2, 1, 1]} : f32[1,3,6,4]',
  '%p = pad(%s) {pads=[0, 1, 0, 0, 0, 0, 2, 0]} : f32[1,4,8,4]',
  '%u = resize(%p) {shape=[1, 8, 16, 4], scales=[1, 2, 2, 1], mode=nearest, coordinates=asymmetric, rounding=floor} : f32[1,8,16,4]',
  '%j = concat(%u, %u) {axis=3} : f32[1,8,16,8]',
  '%g = max(%j, @n) : f32[1,8,16,8]',
  '%r = relu(%g) : f32[1,8,16,8]',
  '%f = reshape(%r) {shape=[8, 128]} : f32[8,128]',
  pair('y', 'f', 1 / 100, -7, '8,128'),
  'return y=%y',
);

function inputsOf(text: string) {
  const source = must(parseGraph(text, { ops: builtinOps }));
  const inputs = source.inputs.map(({ name = '', type }, index) => {
    const shape = type.shape.map(Number);
    return [name, seededTensor('f32', shape, index + 1, [-1, 1])] as const;
  });
  return { source, inputs: new Map(inputs) };
}

async function emitted(text: string, level: (typeof LEVELS)[number]): Promise<EmittedModel> {
  const { source, inputs } = inputsOf(text);
  return emittedModel(source, inputs, { level, precision: 'fp32' });
}

async function expectedOf(text: string): Promise<readonly number[]> {
  const { source, inputs } = inputsOf(text);
  const outputs = await evaluateGraph(source, inputs);
  const tensor = outputs.get('y');
  if (tensor === undefined) throw new Error('the graph gives y');
  return toNumbers(tensor);
}

describe.skipIf(missing.length > 0)('operations', () => {
  it.each(LEVELS)('at level %i', async (level) => {
    const texts = [...OPERATIONS.map(({ text }) => text), MOVEMENT];
    const models = await Promise.all(texts.map((text) => emitted(text, level)));
    for (const [index, { model }] of models.entries()) {
      const inFloats = model.operations.filter(
        ({ code, inputs: [first] }) => code !== 'QUANTIZE' && first?.type.code === 'TENSOR_FLOAT32',
      );
      expect(inFloats, texts[index]).toEqual([]);
    }
    const found = await runMany(models, level, join(scratch, `operations-${level}`), {
      sanitized: true,
    });
    const wrong: string[] = [];
    for (const [index, text] of texts.entries()) {
      const outputs = found[index] ?? 'not run';
      const { name, step } = OPERATIONS[index] ?? { name: 'movement', step: 0 };
      const given = typeof outputs === 'string' ? undefined : outputs.get('y');
      if (given === undefined) {
        wrong.push(`${name}: ${typeof outputs === 'string' ? outputs : 'gives no y'}`);
        continue;
      }
      const expected = await expectedOf(text);
      const differences = toNumbers(given).map((value, at) =>
        Math.abs(value - (expected[at] ?? NaN)),
      );
      const largest = Math.max(...differences);
      // Halves of a step go away from 0 in NNAPI, and to the even number in ONNX.
      const apart = differences.filter((difference) => difference > step / 2).length;
      if (!(largest <= step * 1.001)) wrong.push(`${name}: ${largest} with steps of ${step}`);
      if (apart > differences.length / 4) wrong.push(`${name}: ${apart} of ${differences.length}`);
    }
    expect(wrong).toEqual([]);
  });
});

describe.skipIf(missing.length > 0)('changed scales are refused', () => {
  const level = 1_000_006;

  /** The model with another type for what an operation reads or gives. */
  async function changed(
    name: string,
    code: string,
    place: 'output' | number,
    change: Readonly<Record<string, unknown>>,
  ): Promise<string> {
    const text = OPERATIONS.find((one) => one.name === name)?.text ?? MOVEMENT;
    const { model, ...rest } = await emitted(text, level);
    const target = model.operations.find((operation) => operation.code === code);
    const old = place === 'output' ? target?.outputs[0] : target?.inputs[place];
    if (target === undefined || old === undefined) throw new Error(`there is no ${code}`);
    const made = { ...old, type: { ...old.type, ...change } };
    const swap = <T>(list: readonly T[]): readonly T[] =>
      list.map((item) => ((item as unknown) === old ? (made as T) : item));
    const operations = model.operations.map((operation) => ({
      ...operation,
      inputs: swap(operation.inputs),
      outputs: swap(operation.outputs),
    }));
    const [found] = await runMany(
      [{ model: { ...model, operations }, ...rest }],
      level,
      join(scratch, 'changed'),
    );
    if (typeof found !== 'string') throw new Error(`${code} ran`);
    return found;
  }

  it.each([
    ['mul', 'MUL', 'output', { scale: 1 / 12_800 }],
    ['sigmoid', 'LOGISTIC', 'output', { scale: 1 / 255 }],
    ['tanh', 'TANH', 'output', { zeroPoint: 1 }],
    ['softmax', 'SOFTMAX', 'output', { zeroPoint: 0 }],
    ['conv', 'CONV_2D', 2, { scale: 0.5 }],
    ['mean of windows', 'AVERAGE_POOL_2D', 'output', { scale: 0.5 }],
    ['greatest of windows', 'MAX_POOL_2D', 'output', { zeroPoint: 0 }],
    ['movement', 'TRANSPOSE', 'output', { scale: 0.5 }],
    ['movement', 'PAD', 'output', { zeroPoint: 0 }],
    ['movement', 'RESIZE_NEAREST_NEIGHBOR', 'output', { scale: 0.5 }],
    ['movement', 'RESHAPE', 'output', { scale: 0.5 }],
    ['add', 'ADD', 'output', { scale: 0 }],
    ['matmul', 'BATCH_MATMUL', 'output', { zeroPoint: 200 }],
    ['pieces', 'CONCATENATION', 'output', { code: 'TENSOR_QUANT8_ASYMM' }],
  ] as const)('%s: %s, %s', async (name, code, place, change) => {
    expect(await changed(name, code, place, change)).not.toBe('');
  });
});

describe.skipIf(missing.length > 0)('models', () => {
  const NAMES = ['clip_tiny_op14', 'vae_decoder_pruned_op11_dyn', 'unet_tiny_op14_dyn'];
  let cases: ImportedCases;
  beforeAll(async () => {
    const chosen = fixtureCases().filter(({ name }) => NAMES.includes(name));
    cases = await importedCases(chosen);
  });
  afterAll(() => cases.close());

  it('relaxed lose at most a hundredth', async () => {
    const how = { level: 1_000_006, precision: 'fp32', relaxed: true } as const;
    const found = await errorsOf(cases.imported, how, join(scratch, 'relaxed'));
    for (const { name, error, fault } of found) {
      expect(fault, name).toBeUndefined();
      expect(error, name).toBeLessThan(1e-2);
      // Where nothing was rounded the reference would not have done its part.
      expect(error, name).toBeGreaterThan(1e-4);
    }
  });

  it.each(COMPRESSIONS)('in %s lose at most a decibel more than the evaluator', async (form) => {
    const compressed = [];
    for (const one of cases.imported) compressed.push(await compressedCase(one, form));
    for (const level of [29, 1_000_006] as const) {
      const losses = await lossesOf(compressed, { level, precision: 'fp32' }, join(scratch, form));
      expect(losses).toHaveLength(NAMES.length);
      for (const { name, evaluated, emitted: own, error, fault } of losses) {
        expect(fault, name).toBeUndefined();
        expect(own, name).toBeGreaterThan(evaluated - 1);
        // Weights are the same numbers everywhere.
        if (form === 'int8') expect(error, name).toBeLessThan(1e-4);
        const words = `${own.toFixed(1)} dB, evaluated ${evaluated.toFixed(1)} dB`;
        process.stdout.write(`${name} in ${form} at level ${level}: ${words}\n`);
      }
    }
  });
});

describe.skipIf(missing.length > 0)('files that others have quantised', () => {
  it.each([29, 1_000_006] as const)(
    'at level %i within two steps of onnxruntime',
    async (level) => {
      const folder = join(scratch, 'file');
      const { write, step } = QUANTISED_FILE;
      const given = await write(folder);
      const { imported, close } = await importedCases([given]);
      const [one] = imported;
      if (one === undefined) throw new Error('the file is imported');
      const made = await emittedModel(one.graph, one.inputs, { level, precision: 'fp32' });
      await close();
      const inFloats = made.model.operations.filter(({ code }) => /CONV|FULLY|MATMUL/.test(code));
      expect(inFloats.every(({ inputs: [x] }) => x?.type.code.startsWith('TENSOR_QUANT8'))).toBe(
        true,
      );
      const [found] = await runMany([made], level, join(scratch, `file-${level}`));
      if (typeof found !== 'object') throw new Error(found);
      for (const [name, expected] of one.oracle) {
        const own = toNumbers(found.get(name) ?? expected);
        const wanted = toNumbers(expected);
        expect(own).toHaveLength(elementCount(expected.shape));
        const largest = Math.max(...own.map((value, at) => Math.abs(value - (wanted[at] ?? NaN))));
        expect(largest).toBeLessThanOrEqual(2 * step * 1.001);
      }
    },
  );
});
