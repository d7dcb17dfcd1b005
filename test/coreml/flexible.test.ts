/** Several sizes in one package: flexible dims and functions give what the model gives at each size. */

import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { readNpz } from '../../compiler/npz.ts';
import { severalShapes } from '../../targets/coreml/flexible.ts';
import type { Immediate, MilFunction, MilValue, Opset } from '../../targets/coreml/syntax.ts';
import { envelopeOf, runCli } from '../cli/harness.ts';
import { largestError } from '../support/difference.ts';
import { temporaryFolder } from '../support/folder.ts';
import { must } from './run-program.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures', import.meta.url));

interface Case {
  readonly model: string;
  readonly dims: readonly string[];
  /** Endings of the fixture's input sets, one for each size. */
  readonly sets: readonly string[];
  readonly options?: readonly string[];
  readonly precision?: 'fp16';
}

const UNET = [
  'batch=1,2,1',
  'height=16,16,8',
  'width=16,16,24',
  'steps=1,2,1',
  'sequence=16,16,11',
];
const CASES: Readonly<Record<string, Case>> = {
  'a decoder of enumerated shapes': {
    model: 'vae_dec_tiny_op17_dyn',
    dims: ['batch=1,2', 'height=8,4', 'width=8,6'],
    sets: ['', '.1'],
  },
  'a decoder of ranges': {
    model: 'vae_dec_tiny_op17_dyn',
    dims: ['batch=1..2', 'height=2..16', 'width=2..16'],
    sets: ['', '.1'],
  },
  'a text encoder of ranges, with a table of positions': {
    model: 'clip_tiny_oldmask_dyn',
    dims: ['batch=1', 'sequence=2..16'],
    sets: [''],
  },
  'a text encoder of a batch from 1 on, with places in it': {
    model: 'clip_tiny_oldmask_dyn',
    dims: ['batch=1..4', 'sequence=1..16'],
    sets: ['', '.1', '.2'],
  },
  'a text encoder of listed batches in fp16': {
    model: 'clip_tiny_oldmask_dyn',
    dims: ['batch=1,3,2', 'sequence=16,16,9'],
    sets: ['', '.1', '.2'],
    precision: 'fp16',
  },
  'a UNet of a batch from 1 on, and one time step for it': {
    model: 'unet_tiny_op14_dyn',
    dims: ['batch=1..2', 'height=8..32', 'width=8..32', 'steps=1', 'sequence=2..77'],
    sets: ['', '.2'],
    options: ['attention=original'],
  },
  'a UNet of enumerated shapes': {
    model: 'unet_tiny_op14_dyn',
    dims: UNET,
    sets: ['', '.1', '.2'],
    options: ['attention=original'],
  },
  'a UNet of ranges, heads one by one': {
    model: 'unet_tiny_op14_dyn',
    dims: ['batch=1', 'height=8..32', 'width=8..32', 'steps=1', 'sequence=2..77'],
    sets: ['', '.2'],
    options: ['attention=split_einsum'],
  },
};

describe('flexible dims', () => {
  test.each(Object.entries(CASES))('%s', async (_, given) => {
    const { model, dims, sets, options = [], precision = 'fp32' } = given;
    const folder = await temporaryFolder();
    await compileIn(folder, model, dims, options, precision);
    const bound = precision === 'fp16' ? 1e-2 : 1e-4;
    for (const set of sets) expect(await errorOf(folder, model, set)).toBeLessThan(bound);
  });

  test('are told to Swift for what goes in and what comes out', async () => {
    const folder = await temporaryFolder();
    const model = 'vae_dec_tiny_op17_dyn';
    const swift = async (dims: readonly string[]) => {
      await compileIn(folder, model, ['batch=1', ...dims], []);
      const file = 'out/coreml/ModelPackage/Sources/ModelPackage/Model.swift';
      return Array.from(
        (await readFile(join(folder, file), 'utf8')).matchAll(/shapes: (\S.*)\)/g),
        ([, text]) => text,
      );
    };
    expect(await swift(['height=8,4', 'width=8,6'])).toEqual([
      '.enumerated([[1, 4, 8, 8], [1, 4, 4, 6]])',
      '.enumerated([[1, 3, 16, 16], [1, 3, 8, 12]])',
    ]);
    expect(await swift(['height=2..16', 'width=4'])).toEqual([
      '.ranges([1...1, 4...4, 2...16, 4...4])',
      '.ranges([1...1, 3...3, 4...32, 8...8])',
    ]);
  });

  test('`snapc diff` compares at the sizes of the inputs', async () => {
    const folder = await temporaryFolder();
    const model = 'clip_tiny_oldmask_dyn';
    await compileIn(folder, model, ['batch=1', 'sequence=2..16'], []);
    await cp(join(FIXTURES, model, 'inputs.npz'), join(folder, 'in.npz'));
    const diff = ['diff', join(FIXTURES, model, 'model.onnx'), 'out', '--target', 'coreml'];
    const ran = await runCli([...diff, '--inputs', 'in.npz'], { folder });
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stdout).toContain('ok');
  });

  test('sizes that the model cannot have together are told', async () => {
    const folder = await temporaryFolder();
    const tied = ['batch=1..2', 'steps=1..2', 'height=8', 'width=8', 'sequence=4'];
    const dims = tied.flatMap((dim) => ['--dim', dim]);
    const ran = await runCli([...compileOf('unet_tiny_op14_dyn'), ...dims, '--json'], { folder });
    const last = envelopeOf(ran).diagnostics.at(-1);
    expect(ran.code).not.toBe(0);
    expect(last?.code).toBe('SNAPC4011');
    expect(last?.message).toContain('batch=1, steps=2');
    expect(last?.hint).toContain('--dim batch=1,2 --dim steps=1,2');
  });

  test('sizes that make another program are refused with the node and the way out', async () => {
    const folder = await temporaryFolder();
    const dims = ['batch=1,2,2', 'steps=1,1,2', 'height=8', 'width=8', 'sequence=4'];
    const given = dims.flatMap((dim) => ['--dim', dim]);
    const ran = await runCli([...compileOf('unet_tiny_op14_dyn'), ...given, '--json'], { folder });
    const { diagnostics } = envelopeOf(ran);
    expect(ran.code).not.toBe(0);
    expect(diagnostics.map(({ code }) => code)).toContain('SNAPC4410');
  });
});

describe('functions', () => {
  test('of one package share the weights and give what the model gives', async () => {
    const folder = await temporaryFolder();
    const model = 'clip_tiny_oldmask_dyn';
    const dims = ['batch=1,3,2', 'sequence=16,16,9'];
    await compileIn(folder, model, dims, ['shapes=functions']);
    const names = ['batch_1_sequence_16', 'batch_3_sequence_16', 'batch_2_sequence_9'];
    for (const [index, set] of ['', '.1', '.2'].entries()) {
      const error = await errorOf(folder, model, set, ['--function', names[index] ?? '']);
      expect(error).toBeLessThan(1e-4);
    }
    const manifest: { targets: { coreml: { figures: Record<string, number> } } } = JSON.parse(
      await readFile(join(folder, 'out/manifest.json'), 'utf8'),
    );
    const { weightBytes = 0 } = manifest.targets.coreml.figures;
    const { size } = await readFile(join(FIXTURES, model, 'model.onnx')).then((bytes) => ({
      size: bytes.length,
    }));
    // Three copies would be three times the model.
    expect(weightBytes).toBeLessThan(1.2 * size);
  });

  test('need a list of sizes and iOS 18', async () => {
    const folder = await temporaryFolder();
    const option = ['--target-option', 'coreml.shapes=functions', '--json'];
    const command = [...compileOf('vae_dec_tiny_op17_dyn'), '--dim', 'batch=1'];
    const range = ['--dim', 'height=4..8', '--dim', 'width=4..8'];
    const ran = await runCli([...command, ...range, ...option], { folder });
    expect(envelopeOf(ran).diagnostics.map(({ code }) => code)).toContain('SNAPC4413');
  });
});

test('lists and ranges of the command line are read as they should, or refused', async () => {
  const folder = await temporaryFolder();
  const command = [...compileOf('vae_dec_tiny_op17_dyn'), '--json'];
  const codes = async (...dims: readonly string[]) => {
    const ran = await runCli([...command, ...dims.flatMap((dim) => ['--dim', dim])], { folder });
    return envelopeOf(ran).diagnostics.map(({ code }) => code);
  };
  expect(await codes('batch=1,2', 'height=4..8')).toEqual(['SNAPC5425']);
  const unequal = ['--dim', 'batch=1,2', '--dim', 'height=4,8,16'];
  expect(envelopeOf(await runCli([...command, ...unequal], { folder })).diagnostics).toMatchObject([
    {
      code: 'SNAPC5426',
      message: 'the lists of sizes of batch and height differ in length',
    },
  ]);
  expect(await codes('batch=1,2,1', 'height=4,8,4')).toEqual(['SNAPC5432']);
  for (const wrong of ['batch=1,,2', 'batch=8..4', 'batch=0..4', 'batch=1...4', 'batch=1,']) {
    expect(await codes(wrong)).toEqual(['SNAPC5401']);
  }
  const webgpu = command.map((word) => (word === 'coreml' ? 'webgpu' : word));
  const ran = await runCli(
    [...webgpu, '--dim', 'batch=1..2', '--dim', 'height=4', '--dim', 'width=4'],
    { folder },
  );
  expect(envelopeOf(ran).diagnostics.map(({ code }) => code)).toContain('SNAPC4013');
});

test('commands that take one shape refuse lists', async () => {
  const folder = await temporaryFolder();
  const file = join(FIXTURES, 'vae_dec_tiny_op17_dyn', 'model.onnx');
  const ran = await runCli(['check', file, '--dim', 'batch=1,2', '--json'], { folder });
  expect(envelopeOf(ran).diagnostics.map(({ code }) => code)).toEqual(['SNAPC5427']);
});

test('an image output has one size', async () => {
  const folder = await temporaryFolder();
  const dims = ['batch=1', 'height=8,4', 'width=8,4'].flatMap((dim) => ['--dim', dim]);
  const image = ['--target-option', 'coreml.image_output=sample', '--json'];
  const ran = await runCli([...compileOf('vae_dec_tiny_op17_dyn'), ...dims, ...image], { folder });
  expect(envelopeOf(ran).diagnostics.map(({ code }) => code)).toContain('SNAPC4415');
});

describe('programs that cannot be one', () => {
  const value = (...shape: readonly number[]): MilValue => ({ type: { dtype: 'fp32', shape } });
  const int32 = (...values: readonly number[]): Immediate => ({
    kind: 'immediate',
    type: { dtype: 'int32', shape: [values.length] },
    values,
  });

  /** Two inputs of a size, and a split of the first into parts that the size decides. */
  function program(size: number, parts: readonly number[] = [1, 1]): MilFunction {
    const [x, y] = [value(size, 4), value(size, 4)];
    const halves = parts.map((part) => value(size, part));
    const origin = { onnx: ['/Split'], passes: [] };
    const inputs = { x, split_sizes: int32(...parts), axis: int32(1) };
    return {
      name: 'main',
      inputs: [
        { name: 'x', value: x },
        { name: 'y', value: y },
      ],
      outputs: halves.map((half, index) => ({ name: `half${index}`, value: half })),
      operations: [{ type: 'split', inputs, outputs: halves, origin }],
    };
  }

  const shapes = (kind: 'enumerated' | 'ranges') => ({
    kind,
    sizes: [],
    withoutOnes: () => undefined,
  });

  test('a constant that must stay one and depends on the size', () => {
    const attempt = () =>
      severalShapes(
        [program(2, [1, 3]), program(3, [2, 2])],
        shapes('ranges'),
        'CoreML8',
        'flexible',
      );
    expect(attempt).toThrow(expect.objectContaining(codesOf('SNAPC4411')));
  });

  test('two inputs of several shapes before iOS 18', () => {
    const functions = [program(2), program(3)];
    const attempt = (opset: Opset) => () =>
      severalShapes(functions, shapes('enumerated'), opset, 'flexible');
    expect(attempt('CoreML7')).toThrow(expect.objectContaining(codesOf('SNAPC4414')));
    expect(attempt('CoreML8')).not.toThrow();
  });

  test('functions before iOS 18', () => {
    const attempt = () =>
      severalShapes([program(2), program(3)], shapes('enumerated'), 'CoreML7', 'functions');
    expect(attempt).toThrow(expect.objectContaining(codesOf('SNAPC4412')));
  });

  function codesOf(code: string): object {
    return { diagnostics: [expect.objectContaining({ code })] };
  }
});

function compileOf(model: string): readonly string[] {
  const file = join(FIXTURES, model, 'model.onnx');
  return ['compile', file, '--target', 'coreml', '--device', 'iphone-16-pro', '--out', 'out'];
}

async function compileIn(
  folder: string,
  model: string,
  dims: readonly string[],
  options: readonly string[],
  precision = 'fp32',
): Promise<void> {
  const more = [
    '--precision',
    precision,
    ...dims.flatMap((dim) => ['--dim', dim]),
    ...options.flatMap((option) => ['--target-option', `coreml.${option}`]),
  ];
  const ran = await runCli([...compileOf(model), ...more], { folder });
  expect(ran.code, ran.stderr).toBe(0);
  const checked = await runCli(['check', 'out'], { folder });
  expect(checked.code, checked.stderr + checked.stdout).toBe(0);
}

/** On the interpreter, against onnxruntime's outputs. */
async function errorOf(
  folder: string,
  model: string,
  set: string,
  more: readonly string[] = [],
): Promise<number> {
  await cp(join(FIXTURES, model, `inputs${set}.npz`), join(folder, 'in.npz'));
  const run = ['run', 'out', '--target', 'coreml', '--inputs', 'in.npz', '--outputs', 'out.npz'];
  const ran = await runCli([...run, ...more], { folder });
  expect(ran.code, ran.stderr).toBe(0);
  const expected = must(readNpz(await readFile(join(FIXTURES, model, `outputs${set}.npz`))));
  return largestError(must(readNpz(await readFile(join(folder, 'out.npz')))), expected);
}
