/** Runs that end early: inputs that do not fit, indices outside, results beyond memory, and cancellation. */

import { expect, it } from 'vitest';
import { tensorFrom } from '../../../ir/tensor.ts';
import type { Tensor } from '../../../ir/tensor.ts';
import { interpret, packageFromBytes, readPackage } from '../../../targets/coreml/read/index.ts';
import type { InterpretOptions, MilPackage } from '../../../targets/coreml/read/index.ts';
import { TestPackage } from '../../support/mil-package.ts';
import { f32, i32 } from './operation-case.ts';

async function opened(p: TestPackage): Promise<MilPackage> {
  const read = await readPackage(packageFromBytes(p.files()));
  if (!read.ok) throw new Error('not read');
  return read.value;
}

async function codes(
  p: TestPackage,
  inputs: Readonly<Record<string, Tensor>>,
  options: Partial<InterpretOptions> = {},
): Promise<string[]> {
  const given = new Map(Object.entries(inputs));
  const run = await interpret(await opened(p), given, { precision: 'declared', ...options });
  return run.diagnostics.map(({ code, message }) => `${code} ${message}`);
}

/** Rows of a table by their numbers. */
function gathering(): TestPackage {
  const p = new TestPackage('CoreML7');
  const rows = {
    x: p.constant(f32(2, 2), [1, 2, 3, 4]),
    indices: p.input('ids', i32(2)),
    axis: p.number('int32', 0),
    batch_dims: p.number('int32', 0),
    validate_indices: p.flag(false),
  };
  p.output(p.op('gather', rows, f32(2, 2)), f32(2, 2));
  return p;
}

const ids = (...values: number[]): Tensor => tensorFrom('i64', [values.length], values);

it('takes integers of 64 bits where 32 are declared', async () => {
  const run = await interpret(await opened(gathering()), new Map([['ids', ids(1, 0)]]), {
    precision: 'declared',
  });
  expect(run.ok && [...run.value.values()][0]?.data).toEqual(Float32Array.of(3, 4, 1, 2));
});

it.each<[string, Readonly<Record<string, Tensor>>, string]>([
  ['a missing input', {}, 'SNAPC4437 input "ids" is missing'],
  ['an unknown input', { ids: ids(0, 1), more: ids(1) }, 'SNAPC4437 input "more" is not known'],
  ['another shape', { ids: ids(0) }, 'SNAPC4437 input "ids" has the shape [1]'],
  ['a fraction', { ids: tensorFrom('f32', [2], [0.5, 1]) }, 'SNAPC4437 input "ids" holds 0.5'],
  ['a large integer', { ids: ids(2 ** 40, 1) }, 'SNAPC4437 input "ids" holds 1099511627776'],
  ['an index outside', { ids: ids(0, 2) }, 'SNAPC4434 index 2 is outside'],
  ['an index from the back', { ids: ids(0, -1) }, 'SNAPC4434 index -1 is outside'],
])('%s', async (_, inputs, words) => {
  expect((await codes(gathering(), inputs)).join('\n')).toContain(words);
});

it('an unknown function', async () => {
  const found = await codes(gathering(), { ids: ids(0, 1) }, { functionName: 'other' });
  expect(found.join()).toContain('no function "other"');
});

it('a program that is not valid is not run', async () => {
  const p = new TestPackage();
  p.output(p.op('relu', { x: p.input('x', f32(1)) }, f32(2)), f32(2));
  expect((await codes(p, {})).join()).toContain('SNAPC4433');
});

it('a result beyond memory is refused before it is made', async () => {
  const p = new TestPackage();
  const huge = f32(65536, 65536);
  const filled = p.op('fill', { shape: p.ints(65536, 65536), value: p.number('fp32', 1) }, huge);
  const reduced = { x: filled, axes: p.ints(0, 1), keep_dims: p.flag(false) };
  p.output(p.op('reduce_sum', reduced, f32()), f32());
  expect((await codes(p, {})).join()).toContain('SNAPC4438');
});

it('stops when it is told to, and tells how far it is', async () => {
  const p = new TestPackage();
  const type = f32(4);
  let x = p.input('x', type);
  for (let n = 0; n < 5; n++) x = p.op('tanh', { x }, type);
  p.output(x, type);
  const inputs = { x: tensorFrom('f32', [4], [1, 2, 3, 4]) };
  const seen: number[] = [];
  expect(await codes(p, inputs, { onProgress: (done, total) => seen.push(done / total) })).toEqual(
    [],
  );
  expect(seen).toEqual([0.2, 0.4, 0.6, 0.8, 1]);
  const stopped = new AbortController();
  const run = codes(p, inputs, {
    signal: stopped.signal,
    onProgress: (done) => {
      if (done === 2) stopped.abort(new Error('enough'));
    },
  });
  await expect(run).rejects.toThrow('enough');
});
