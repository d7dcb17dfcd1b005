/** Programs with one thing wrong each: the validator tells it, and where. */

import { describe, expect, it } from 'vitest';
import { TestPackage, packageFiles, problemsOf } from '../../support/mil-package.ts';
import type { Bindings, TestOpset } from '../../support/mil-package.ts';
import { immediate, namedType, tensorType } from '../../support/mil-wire.ts';
import type { TestType } from '../../support/mil-wire.ts';
import { bytes, concat, integer, text } from '../../support/wire.ts';
import { f32, i32, t } from './operation-case.ts';

type Build = (p: TestPackage) => void;

/** x of [2, 3] through what `build` adds; y = relu(x) is the output. */
async function codesOf(build: Build, opset: TestOpset = 'CoreML6'): Promise<string[]> {
  const p = new TestPackage(opset);
  p.input('x', f32(2, 3));
  build(p);
  p.output(p.op('relu', { x: 'x' }, f32(2, 3)), f32(2, 3));
  return (await p.problems()).map(({ code, message }) => `${code} ${message}`);
}

const op =
  (type: string, inputs: (p: TestPackage) => Bindings, output: TestType): Build =>
  (p) => {
    p.op(type, inputs(p), output);
  };

describe('structure', () => {
  it.each<[string, string, Build]>([
    ['a value that nothing defines', 'SNAPC4427', op('relu', () => ({ x: 'z' }), f32(2, 3))],
    ['a value of its own', 'SNAPC4427', (p) => p.add('relu', { x: 'own' }, [['own', f32(2, 3)]])],
    [
      'a cycle',
      'SNAPC4427',
      (p) => {
        p.add('relu', { x: 'second' }, [['first', f32(2, 3)]]);
        p.add('relu', { x: 'first' }, [['second', f32(2, 3)]]);
      },
    ],
    ['a name given twice', 'SNAPC4426', (p) => p.add('relu', { x: 'x' }, [['x', f32(2, 3)]])],
    ['a name that is none', 'SNAPC4426', (p) => p.add('relu', { x: 'x' }, [['1/x', f32(2, 3)]])],
    ['an unknown operation', 'SNAPC4428', op('frobnicate', () => ({ x: 'x' }), f32(2, 3))],
    ['an operation named as a property', 'SNAPC4428', op('toString', () => ({}), f32(1))],
    [
      'an operation of a later opset',
      'SNAPC4428',
      op('scaled_dot_product_attention', () => ({ query: 'x', key: 'x', value: 'x' }), f32(2, 3)),
    ],
    ['an unknown operand', 'SNAPC4429', op('relu', () => ({ x: 'x', y: 'x' }), f32(2, 3))],
    ['a missing operand', 'SNAPC4429', op('add', () => ({ x: 'x' }), f32(2, 3))],
    ['an operand of nothing', 'SNAPC4429', op('relu', () => ({ x: [] }), f32(2, 3))],
    ['two values for one operand', 'SNAPC4429', op('relu', () => ({ x: ['x', 'x'] }), f32(2, 3))],
    [
      'an element type that is not taken',
      'SNAPC4429',
      op('relu', (p) => ({ x: p.ints(1) }), i32(1)),
    ],
    [
      'two element types for one letter',
      'SNAPC4429',
      op('add', (p) => ({ x: 'x', y: p.number('fp16', 1) }), f32(2, 3)),
    ],
    [
      'a computed value for a parameter',
      'SNAPC4429',
      (p) => {
        const alpha = p.op('relu', { x: p.number('fp32', 1) }, f32());
        p.op('leaky_relu', { x: 'x', alpha }, f32(2, 3));
      },
    ],
    ['a default that is not written', 'SNAPC4430', op('softmax', () => ({ x: 'x' }), f32(2, 3))],
    ['another shape', 'SNAPC4433', op('relu', () => ({ x: 'x' }), f32(3, 2))],
    ['another rank', 'SNAPC4433', op('relu', () => ({ x: 'x' }), f32(6))],
    ['another element type', 'SNAPC4433', op('relu', () => ({ x: 'x' }), t('fp16', 2, 3))],
    ['too few outputs', 'SNAPC4435', (p) => p.add('relu', { x: 'x' }, [])],
    ['no name', 'SNAPC4435', (p) => p.raw(concat(text(1, 'relu'), named('x', 'x'), given('q')))],
    [
      'two operations of one name',
      'SNAPC4426',
      (p) => {
        for (const name of ['a', 'b']) p.add('relu', { x: 'x' }, [[name, f32(2, 3)]], {}, 'same');
      },
    ],
    [
      'an attribute in place of an operand',
      'SNAPC4435',
      (p) => p.op('relu', { x: 'x' }, f32(2, 3), { x: immediate(f32(), [1]) }),
    ],
    [
      'a tensor of unknown type',
      'SNAPC4435',
      op('relu', () => ({ x: 'x' }), { dtype: 77, shape: [2, 3] }),
    ],
    [
      'a rank that contradicts the dims',
      'SNAPC4435',
      op('relu', () => ({ x: 'x' }), { ...f32(2, 3), rank: 4 }),
    ],
    [
      'a rank over five',
      'SNAPC4435',
      op('reshape', (p) => ({ x: 'x', shape: p.ints(1, 1, 1, 1, 2, 3) }), f32(1, 1, 1, 1, 2, 3)),
    ],
    ['a list for a flag', 'SNAPC4429', op('cumsum', (p) => cumulated(p, p.flags(true)), f32(2, 3))],
    [
      'a list for a word',
      'SNAPC4429',
      op(
        'cast',
        (p) => ({ x: 'x', dtype: p.constant({ dtype: 'string', shape: [1] }, ['fp16']) }),
        t('fp16', 2, 3),
      ),
    ],
    [
      'a const with a block',
      'SNAPC4435',
      (p) => {
        const val = bytes(5, text(1, 'val'), bytes(2, immediate(f32(1), [1])));
        const output = namedType(3, 'q', tensorType(f32(1)));
        p.raw(concat(text(1, 'const'), bytes(4), val, output, name('q')));
      },
    ],
    [
      'nested blocks',
      'SNAPC4428',
      (p) => p.raw(concat(text(1, 'cond'), bytes(4), given('q'), name('q'))),
    ],
    [
      'constexpr operations one behind the other',
      'SNAPC4435',
      (p) => {
        let weights = p.constant(f32(1), [1]);
        const mask = p.constant(t('uint1', 1), [1]);
        for (let n = 0; n < 9; n++) {
          const inputs = { nonzero_data: weights, mask };
          weights = p.op('constexpr_sparse_to_dense', inputs, f32(1));
        }
      },
    ],
  ])('with %s', async (title, code, build) => {
    const opset = title.startsWith('constexpr') ? 'CoreML8' : 'CoreML6';
    const found = await codesOf(build, opset);
    expect(found.map((line) => line.slice(0, 9))).toContain(code);
  });

  it('tells every problem at once, with the operation and the function', async () => {
    const p = new TestPackage();
    p.input('x', f32(2));
    p.add('relu', { x: 'nothing' }, [['a', f32(2)]], {}, 'first');
    p.add('tanh', { x: 'x' }, [['b', f32(3)]], {}, 'second');
    p.output('b', f32(3));
    const found = await p.problems();
    expect(found.map(({ code, place }) => [code, place?.op, place?.node, place?.path])).toEqual([
      ['SNAPC4427', 'relu', 'first', 'function main'],
      ['SNAPC4433', 'tanh', 'second', 'function main'],
    ]);
    expect(found.every(({ hint }) => hint !== undefined)).toBe(true);
  });

  it('warns of defaults in packages of other tools', async () => {
    const p = new TestPackage();
    p.output(p.op('softmax', { x: p.input('x', f32(2)) }, f32(2)), f32(2));
    const found = await p.problems(false);
    expect(found.map(({ code, severity }) => [code, severity])).toEqual([['SNAPC4431', 'warning']]);
    const [half] = await p.run({ x: [f32(2), [1, 1]] });
    expect(half).toBe(0.5);
  });
});

const cumulated = (p: TestPackage, reverse: string): Bindings => ({
  x: 'x',
  axis: p.number('int32', 0),
  exclusive: p.flag(false),
  reverse,
});
const given = (value: string): Uint8Array => namedType(3, value, tensorType(f32(2, 3)));
const named = (input: string, value: string): Uint8Array =>
  bytes(2, text(1, input), bytes(2, bytes(1, text(1, value))));
const name = (value: string): Uint8Array =>
  bytes(5, text(1, 'name'), bytes(2, immediate(t('string'), [value])));

describe('constants', () => {
  it.each<[string, TestType, Uint8Array, string]>([
    ['too few elements', f32(3), immediate(f32(3), [1, 2]), 'holds 2 elements'],
    ['too many bytes', t('fp16', 1), immediate(t('fp16', 1), [1, 2]), 'holds 4 bytes'],
    ['the field of other types', t('fp16', 1), immediate(t('fp16', 1), [1], 1), 'field floats'],
    ['bytes where integers belong', i32(1), immediate(i32(1), [1], 7), 'field bytes'],
    [
      'a dim that is not known',
      f32(1),
      immediate({ dtype: 'fp32', shape: [null] }, [1]),
      'not known',
    ],
    ['no value', f32(1), bytes(2, tensorType(f32(1))), 'no value'],
    ['a list', f32(1), concat(bytes(2, tensorType(f32(1))), bytes(3, bytes(3))), 'a list'],
    [
      'no elements',
      f32(1),
      concat(bytes(2, tensorType(f32(1))), bytes(3, bytes(1))),
      'no elements',
    ],
  ])('with %s', async (_, type, value, words) => {
    const found = await codesOf((p) => void p.constant(type, value));
    expect(found[0]).toContain('SNAPC4432');
    expect(found[0]).toContain(words);
  });

  it('are declared with their own type', async () => {
    const found = await codesOf((p) => void p.constant(f32(2), immediate(f32(1), [1])));
    expect(found[0]).toContain('SNAPC4433');
  });

  it('of endless types are refused before anything is allocated', async () => {
    const huge: TestType = { dtype: 'fp32', shape: [2 ** 40, 2 ** 40] };
    const found = await codesOf((p) => void p.constant(huge, []));
    expect(found.join()).toContain('beyond all bounds');
  });

  it('hold nothing but a value and a name', async () => {
    const found = await codesOf((p) => p.add('const', {}, [['c', f32()]]));
    expect(found[0]).toContain('SNAPC4435');
  });
});

describe('the program', () => {
  const p = new TestPackage();
  p.output(p.op('relu', { x: p.input('x', f32(1)) }, f32(1)), f32(1));

  it.each<[string, Uint8Array, string]>([
    ['of another version', p.model(p.program(2)), 'SNAPC4425'],
    [
      'of an opset that is not that of the version',
      concat(integer(1, 8), p.description(), p.program()),
      'SNAPC4435',
    ],
    ['of an unknown version', concat(integer(1, 99), p.description(), p.program()), 'SNAPC4425'],
    [
      'with its block under another name',
      p.model(
        bytes(502, integer(1, 1), bytes(2, text(1, 'main'), bytes(2, p.function('CoreML9')))),
      ),
      'SNAPC4435',
    ],
    [
      'whose function has another name than the interface',
      p.model(bytes(502, integer(1, 1), bytes(2, text(1, 'other'), bytes(2, p.function())))),
      'SNAPC4435',
    ],
  ])('%s', async (_, model, code) => {
    expect((await problemsOf(packageFiles(model))).map((found) => found.code)).toContain(code);
  });
});
