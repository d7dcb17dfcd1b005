/** Interfaces that the program does not keep, or that no device would take. */

import { describe, expect, it } from 'vitest';
import { TestPackage, arrayFeature, packageFiles, problemsOf } from '../../support/mil-package.ts';
import type { TestOpset } from '../../support/mil-package.ts';
import type { TestType } from '../../support/mil-wire.ts';
import { bytes, concat, integer, packed, text } from '../../support/wire.ts';
import { f32, i32, t } from './operation-case.ts';

const array = (dataType: number, shape: readonly number[], ...more: Uint8Array[]): Uint8Array =>
  bytes(5, packed(1, shape), integer(2, dataType), ...more);
const image = (space: number, width: number, height: number): Uint8Array =>
  bytes(4, integer(1, width), integer(2, height), integer(3, space));
const ranges = (...bounds: readonly (readonly [number, number])[]): Uint8Array =>
  bytes(31, ...bounds.map(([lower, upper]) => bytes(1, integer(1, lower), integer(2, upper))));
const shapes = (...list: readonly (readonly number[])[]): Uint8Array =>
  bytes(21, ...list.map((shape) => bytes(1, packed(1, shape))));

const FP32 = 65568;
const FP16 = 65552;
const OPEN: TestType = { dtype: 'fp32', shape: [null, 2] };

interface Case {
  readonly type: TestType;
  readonly feature: Uint8Array;
  readonly opset?: TestOpset;
}

/** The problems of a package whose input is described so. */
async function problemsWith({ type, feature, opset }: Case): Promise<readonly string[]> {
  const p = new TestPackage(opset ?? 'CoreML6');
  p.input('x', type, feature);
  p.output(p.op('identity', { x: 'x' }, type), type);
  return (await p.problems()).map(({ code, message }) => `${code} ${message}`);
}

describe('an input', () => {
  it.each<[string, Case]>([
    ['of a fixed shape', { type: f32(1, 2), feature: array(FP32, [1, 2]) }],
    ['of enumerated shapes', { type: OPEN, feature: array(FP32, [1, 2], shapes([1, 2], [3, 2])) }],
    ['of a range', { type: OPEN, feature: array(FP32, [1, 2], ranges([1, 8], [2, 2])) }],
    ['that is an image', { type: f32(1, 3, 4, 5), feature: image(20, 5, 4) }],
  ])('%s is taken', async (_, item) => {
    const found = await problemsWith(item);
    // An output that is the input, or an open one, is described by its type.
    expect(found.filter((line) => line.includes('"x"'))).toEqual([]);
  });

  it.each<[string, Case, string]>([
    ['another type', { type: f32(1), feature: array(131104, [1]) }, 'described as int32'],
    ['doubles', { type: f32(1), feature: array(65600, [1]) }, 'element type 65600'],
    [
      'halves too early',
      { type: t('fp16', 1), feature: array(FP16, [1]), opset: 'CoreML5' },
      'is of fp16',
    ],
    ['another shape', { type: f32(1, 2), feature: array(FP32, [2, 1]) }, 'the shape [2, 1]'],
    ['no shape', { type: f32(), feature: bytes(5, integer(2, FP32)) }, 'no shape'],
    ['a dim of zero', { type: f32(1), feature: array(FP32, [0]) }, 'the shape [0]'],
    ['an open dim and one shape', { type: OPEN, feature: array(FP32, [1, 2]) }, 'fp32[?, 2]'],
    [
      'a default outside of its shapes',
      { type: OPEN, feature: array(FP32, [2, 2], shapes([1, 2], [3, 2])) },
      'has the default [2, 2]',
    ],
    [
      'shapes that change a fixed dim',
      { type: OPEN, feature: array(FP32, [1, 2], shapes([1, 2], [1, 3])) },
      'takes the shape [1, 3]',
    ],
    [
      'too many shapes',
      {
        type: OPEN,
        feature: array(FP32, [1, 2], shapes(...Array.from({ length: 129 }, (_, n) => [n + 1, 2]))),
      },
      'has 129 shapes',
    ],
    [
      'no upper bound',
      { type: OPEN, feature: array(FP32, [1, 2], ranges([1, -1], [2, 2])) },
      'no bound',
    ],
    [
      'bounds the wrong way round',
      { type: OPEN, feature: array(FP32, [1, 2], ranges([8, 1], [2, 2])) },
      'from 8 to 1',
    ],
    [
      'a default outside of its range',
      { type: OPEN, feature: array(FP32, [1, 2], ranges([2, 8], [2, 2])) },
      'has 1 outside',
    ],
    [
      'a range of a fixed dim',
      { type: OPEN, feature: array(FP32, [1, 2], ranges([1, 8], [1, 2])) },
      'which is 2 in the program',
    ],
    [
      'too few ranges',
      { type: OPEN, feature: array(FP32, [1, 2], ranges([1, 8])) },
      '1 ranges for rank 2',
    ],
    ['an unknown colour', { type: f32(1, 3, 4, 5), feature: image(99, 5, 4) }, 'colour space 99'],
    ['sides exchanged', { type: f32(1, 3, 4, 5), feature: image(20, 4, 5) }, '4 by 5'],
    ['grey for colours', { type: f32(1, 3, 4, 5), feature: image(10, 5, 4) }, '1 channels'],
    ['an image of integers', { type: i32(1, 3, 4, 5), feature: image(20, 5, 4) }, 'of int32'],
    ['a type that no array has', { type: f32(1), feature: bytes(3) }, 'of no type'],
    ['no shapes to choose from', { type: f32(1), feature: array(FP32, [1], shapes()) }, 'none'],
  ])('with %s is refused', async (_, item, words) => {
    const found = await problemsWith(item);
    expect(found.join('\n')).toContain('SNAPC4436');
    expect(found.join('\n')).toContain(words);
  });
});

describe('features', () => {
  const build = (features: Uint8Array): Promise<readonly { code: string; message: string }[]> => {
    const p = new TestPackage();
    p.output(p.op('relu', { x: p.input('x', f32(1)) }, f32(1)), f32(1));
    return problemsOf(packageFiles(p.model(p.program(), bytes(2, features))));
  };
  const feature = (field: number, name: string, type = array(FP32, [1])): Uint8Array =>
    bytes(field, text(1, name), bytes(3, type));

  it.each<[string, Uint8Array, string]>([
    ['an input that is not described', feature(10, 'v0'), 'is an input of the function'],
    ['an output that is not described', feature(1, 'x'), 'is an output of the function'],
    ['one that is none', concat(feature(1, 'x'), feature(10, 'v0'), feature(1, 'q')), 'no input'],
    ['one twice', concat(feature(1, 'x'), feature(1, 'x'), feature(10, 'v0')), 'described twice'],
    ['an input as state', concat(feature(13, 'x'), feature(10, 'v0')), 'described as state'],
    [
      'an optional output',
      concat(feature(1, 'x'), feature(10, 'v0', concat(array(FP32, [1]), integer(1000, 1)))),
      'is an optional output',
    ],
    [
      'an output in shapes',
      concat(feature(1, 'x'), feature(10, 'v0', array(FP32, [1], shapes([1], [2])))),
      'is a flexible output',
    ],
  ])('%s', async (_, features, words) => {
    const found = await build(features);
    expect(found.map(({ code }) => code)).toContain('SNAPC4436');
    expect(found.map(({ message }) => message).join('\n')).toContain(words);
  });

  it('two of enumerated shapes need iOS 18, and as many shapes', async () => {
    const both = async (
      opset: TestOpset,
      second: readonly (readonly number[])[],
    ): Promise<string> => {
      const p = new TestPackage(opset);
      p.input('x', OPEN, array(FP32, [1, 2], shapes([1, 2], [3, 2])));
      p.input('y', OPEN, array(FP32, [1, 2], shapes(...second)));
      p.output(p.op('add', { x: 'x', y: 'y' }, OPEN), OPEN);
      return (await p.problems()).map(({ message }) => message).join();
    };
    expect(
      await both('CoreML7', [
        [1, 2],
        [3, 2],
      ]),
    ).toContain('as x has');
    expect(await both('CoreML8', [[1, 2]])).toContain('has 1 enumerated shapes');
    expect(
      await both('CoreML8', [
        [1, 2],
        [3, 2],
      ]),
    ).toBe('');
  });

  it('states need iOS 18 and halves', async () => {
    const p = new TestPackage('CoreML8');
    p.state('memory', f32(2));
    p.output(p.op('read_state', { input: 'memory' }, f32(2)), f32(2));
    expect((await p.problems()).map(({ message }) => message).join()).toContain('state of fp32');
  });
});

describe('several functions', () => {
  const named = (field: number, name: string, type: TestType): Uint8Array =>
    bytes(field, text(1, name), bytes(3, arrayFeature(type)));
  const description = (main: string, ...names: string[]): Uint8Array =>
    bytes(
      2,
      ...names.map((name) =>
        bytes(20, text(1, name), named(2, 'x', f32(1)), named(3, 'v0', f32(1))),
      ),
      text(21, main),
    );
  const build = (opset: TestOpset, described: Uint8Array, extra = new Uint8Array()) => {
    const p = new TestPackage(opset);
    p.output(p.op('relu', { x: p.input('x', f32(1)) }, f32(1)), f32(1));
    const functions = ['small', 'large'].map((name) =>
      bytes(2, text(1, name), bytes(2, p.function())),
    );
    const program = bytes(502, integer(1, 1), ...functions);
    return problemsOf(packageFiles(concat(p.model(program, described), extra)));
  };

  it('are taken', async () => {
    expect(await build('CoreML8', description('small', 'small', 'large'))).toEqual([]);
  });

  it.each<[string, TestOpset, Uint8Array, string]>([
    ['before iOS 18', 'CoreML7', description('small', 'small', 'large'), 'describes functions'],
    ['without the default', 'CoreML8', description('other', 'small', 'large'), 'default function'],
    ['of which one is not described', 'CoreML8', description('small', 'small'), 'not described'],
    ['of which one is not there', 'CoreML8', description('small', 'small', 'large', 'q'), '"q"'],
    [
      'of which one is there twice',
      'CoreML8',
      description('small', 'small', 'small', 'large'),
      'twice',
    ],
    [
      'beside features of its own',
      'CoreML8',
      bytes(
        2,
        named(1, 'x', f32(1)),
        ...['small', 'large'].map((name) =>
          bytes(20, text(1, name), named(2, 'x', f32(1)), named(3, 'v0', f32(1))),
        ),
        text(21, 'small'),
      ),
      'features of its own',
    ],
  ])('%s', async (_, opset, described, words) => {
    const found = await build(opset, described);
    expect(found.map(({ code }) => code)).toContain('SNAPC4435');
    expect(found.map(({ message }) => message).join('\n')).toContain(words);
  });
});
