/** Every operation that the reader knows, on values that are known without it. */

import { describe, expect, it } from 'vitest';
import { tensorFrom, toNumbers } from '../../../ir/tensor.ts';
import { OPERATIONS } from '../../../targets/coreml/read/ops/index.ts';
import { interpret, packageFromBytes, readPackage } from '../../../targets/coreml/read/index.ts';
import { signatureOf } from '../../../targets/coreml/read/signature.ts';
import { TestPackage } from '../../support/mil-package.ts';
import { bytes, integer, packed } from '../../support/wire.ts';
import { elementwiseCases } from './elementwise-cases.ts';
import { checkCase, f32, t } from './operation-case.ts';
import { imageCases } from './image-cases.ts';
import { indexCases } from './index-cases.ts';
import { structureCases } from './structure-cases.ts';
import { weightCases } from './weight-cases.ts';

const cases = [
  ...elementwiseCases,
  ...imageCases,
  ...indexCases,
  ...structureCases,
  ...weightCases,
];
/** With tests of their own below. */
const APART = ['random_normal', 'read_state', 'write_state'];

describe('operations', () => {
  it.each(cases.map((item) => [item.op, item.title ?? 'of its kind', item] as const))(
    '%s %s',
    async (_, __, item) => checkCase(item),
  );

  it('have a case each', () => {
    const known = new Set([...cases.map(({ op }) => op), ...APART]);
    expect(Object.keys(OPERATIONS).filter((name) => !known.has(name))).toEqual([]);
  });

  it('have signatures that can be read', () => {
    for (const [name, definition] of Object.entries(OPERATIONS)) {
      expect(signatureOf(definition, 9)?.parameters.size, name).toBeGreaterThan(0);
    }
  });
});

it('random numbers are the same for the same seed, and normal', async () => {
  const p = new TestPackage('CoreML6');
  const type = f32(1000);
  const parts = { mean: p.number('fp32', 5), stddev: p.number('fp32', 2) };
  const one = p.op(
    'random_normal',
    { shape: p.ints(1000), ...parts, seed: p.number('int32', 1) },
    type,
  );
  p.output(one, type);
  const numbers = await p.run();
  expect(await p.run()).toEqual(numbers);
  const mean = numbers.reduce((sum, x) => sum + x, 0) / 1000;
  const variance = numbers.reduce((sum, x) => sum + (x - mean) ** 2, 0) / 1000;
  expect(mean).toBeCloseTo(5, 0);
  expect(Math.sqrt(variance)).toBeCloseTo(2, 0);
});

it('sparse weights go through two operations, and the elements come back', async () => {
  const p = new TestPackage('CoreML8');
  const [mask, packedWeights] = [t('uint1', 2, 2), f32(2)];
  const indices = {
    indices_mask: p.constant(t('uint1', 1, 2), [0, 1]),
    indices_nonzero_data: p.constant(t('uint1', 1), [1]),
    lut: p.constant(f32(1, 1, 2, 2), [1, 2, 10, 20]),
    vector_axis: p.number('int32', 0),
  };
  p.add('constexpr_lut_to_sparse', indices, [
    ['mask', mask],
    ['packed', packedWeights],
  ]);
  const found = { mask: 'mask', nonzero_data: 'packed' };
  p.output(p.op('constexpr_sparse_to_dense', found, f32(2, 2)), f32(2, 2));
  expect(await p.problems()).toEqual([]);
  expect(await p.run()).toEqual([0, 10, 0, 20]);
});

it('a state keeps what is written to it', async () => {
  const p = new TestPackage('CoreML8');
  const type = t('fp16', 2);
  p.state('memory', type);
  p.input('x', type);
  const before = p.op('read_state', { input: 'memory' }, type);
  const sum = p.op('add', { x: before, y: 'x' }, type);
  p.add('write_state', { input: 'memory', data: sum }, []);
  const after = p.op('read_state', { input: 'memory' }, type);
  const twice = p.op('add', { x: after, y: after }, type);
  p.output(twice, type);
  expect(await p.problems()).toEqual([]);
  expect(await p.run({ x: [type, [1, 3]] })).toEqual([2, 6]);
});

it('results are rounded to half where that is their type', async () => {
  const p = new TestPackage('CoreML6');
  const type = t('fp16', 1);
  p.input('x', type);
  const sum = p.op('add', { x: 'x', y: p.constant(type, [1]) }, type);
  p.output(p.op('sub', { x: sum, y: p.constant(type, [2048]) }, type), type);
  // 2049 is no half: 2048 + 1 is lost.
  expect(await p.run({ x: [type, [2048]] })).toEqual([0]);
  expect(await p.run({ x: [type, [2048]] }, 'fp32')).toEqual([1]);
});

it('shapes that are not known before are those of the inputs', async () => {
  const p = new TestPackage('CoreML6');
  const open = { dtype: 'fp32', shape: [null, 2] } as const;
  p.input('x', open, enumerated());
  p.output(p.op('exp', { x: 'x' }, open), open);
  expect(await p.problems()).toEqual([]);
  const read = await readPackage(packageFromBytes(p.files()));
  if (!read.ok) throw new Error('not read');
  const run = async (rows: number): ReturnType<typeof interpret> =>
    interpret(
      read.value,
      new Map([['x', tensorFrom('f32', [rows, 2], Array<number>(2 * rows).fill(0))]]),
      {
        precision: 'declared',
      },
    );
  const done = await run(3);
  if (!done.ok) throw new Error('not run');
  const [output] = done.value.values();
  expect(output?.shape).toEqual([3, 2]);
  expect(output === undefined ? [] : toNumbers(output)).toEqual([1, 1, 1, 1, 1, 1]);
  const refused = await run(2);
  expect(refused.diagnostics.map(({ code }) => code)).toEqual(['SNAPC4437']);
});

/** A multi-array of one row or three. */
function enumerated(): Uint8Array {
  const shapes = [1, 3].map((rows) => bytes(1, packed(1, [rows, 2])));
  return bytes(5, packed(1, [1, 2]), integer(2, 65568), bytes(21, ...shapes));
}
