/** Weights computed on other threads: the same bytes and the same faults as on this one. */

import { utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { measureWeight } from '../../compiler/guard/measure-weight.ts';
import { openEncoders, openModelFile } from '../../compiler/host/node.ts';
import type { Encoders } from '../../compiler/host/node.ts';
import { dataConstant, splatConstant } from '../../ir/constant.ts';
import type { ByteStore, Constant } from '../../ir/constant.ts';
import { defineOp, operand } from '../../ir/define.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { encodeConstant } from '../../ir/encode-constant.ts';
import type { Encoding } from '../../ir/encode-constant.ts';
import { namedOperands } from '../../ir/operands.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { tensorFrom, toNumbers } from '../../ir/tensor.ts';
import { encodeTensor } from '../../ir/tensor-bytes.ts';
import { ANY, isStaticType } from '../../ir/types.ts';
import { temporaryFolder } from '../support/folder.ts';

const SHAPE = [24, 10, 9];
const SOURCE = seededTensor('f32', SHAPE, 7, [-3, 3]);

const opened: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of opened.splice(0)) await close();
});

function threads(): Encoders {
  const encoders = openEncoders({ smallest: 0 });
  opened.push(encoders.close);
  return encoders;
}

/** A file that holds the bytes of SOURCE. */
async function weightFile(): Promise<{ readonly path: string; readonly store: ByteStore }> {
  const path = join(await temporaryFolder(), 'weights.bin');
  await writeFile(path, encodeTensor(SOURCE));
  const source = await openModelFile(path);
  if (!source.ok) throw new Error(source.diagnostics[0]?.message);
  opened.push(source.value.close);
  return { path, store: source.value.model };
}

function stored(store: ByteStore): Constant {
  const type = { dtype: 'f32', shape: SHAPE } as const;
  return { type, source: { kind: 'bytes', store, offset: 0, length: store.size } };
}

function recipe(
  op: OpDefinition,
  operands: readonly Constant[],
  attributes: Readonly<Record<string, unknown>>,
): Constant {
  const types = operands.map(({ type }) => type);
  const [type] = op.infer(namedOperands(op, types), attributes);
  if (type === undefined || !isStaticType(type)) throw new Error('the type is known');
  return { type, source: { kind: 'recipe', op, operands, attributes } };
}

function packed(weight: Constant): Constant {
  const half = recipe(coreOps.cast, [weight], { to: 'f16' });
  const split = recipe(coreOps.reshape, [half], { shape: [6, 4, 10, 9] });
  return recipe(coreOps.transpose, [split], { perm: [0, 3, 2, 1] });
}

describe('threads compute', () => {
  it('what this one computes, of every kind of constant', async () => {
    const { store } = await weightFile();
    const weight = stored(store);
    const small = dataConstant(tensorFrom('i64', [3], [1n, -(2n ** 40n), 2n ** 40n]));
    const cases: readonly (readonly [Constant, Encoding])[] = [
      [weight, 'f32'],
      [weight, 'f16'],
      [packed(weight), 'f16'],
      [packed(weight), 'f32'],
      [recipe(coreOps.add, [weight, weight], {}), 'f16'],
      [recipe(coreOps.concat, [weight, packed(weight), weight].map(flat), { axis: 0 }), 'f16'],
      [small, 'i32'],
      [splatConstant({ dtype: 'f32', shape: [5] }, 0.1), 'f16'],
      [
        { type: { dtype: 'f16', shape: [64] }, source: { kind: 'seeded', seed: 3, scale: 2 } },
        'f16',
      ],
    ];
    const { encode, threads: count } = threads();
    const found = await Promise.all(cases.map((each) => encode(...each)));
    for (const [index, each] of cases.entries()) {
      expect(found[index], `case ${index}`).toEqual(await encodeConstant(...each));
    }
    expect(count()).toBeGreaterThan(0);
  });

  it('what is an op of the user here', async () => {
    const doubled = defineOp({
      name: 'doubled',
      operands: { input: operand(ANY) },
      attributes: {},
      traits: ['pure'],
      infer: ({ input }) => input,
      evaluate: ({ input }) =>
        tensorFrom(
          'f32',
          input.shape,
          toNumbers(input).map((x) => 2 * x),
        ),
      cost: () => ({ flops: 0 }),
      samples: [],
    });
    const { store } = await weightFile();
    const { encode, threads: count } = threads();
    const bytes = await encode(recipe(doubled, [stored(store)], {}), 'f32');
    expect(count()).toBe(0);
    expect(new Float32Array(bytes.buffer)).toEqual(
      Float32Array.from(toNumbers(SOURCE), (x) => 2 * x),
    );
  });
});

it('threads measure what this one measures, along any axis', async () => {
  const { store } = await weightFile();
  const { measure, threads: count } = threads();
  for (const weight of [stored(store), packed(stored(store))]) {
    for (const axis of [undefined, 0, 1, 2]) {
      expect(await measure(weight, axis)).toEqual(await measureWeight(weight, axis));
    }
  }
  expect(count()).toBeGreaterThan(0);
});

it('without threads everything is computed here', async () => {
  const { store } = await weightFile();
  const task = new URL('file:///nowhere/node-encode-task.js');
  const { encode, measure, close } = openEncoders({ smallest: 0, task });
  opened.push(close);
  const weight = packed(stored(store));
  const expected = await encodeConstant(weight, 'f16');
  const found = await Promise.all([1, 2, 3, 4, 5].map(() => encode(weight, 'f16')));
  for (const bytes of found) expect(bytes).toEqual(expected);
  expect(await encode(weight, 'f16')).toEqual(expected);
  expect(await measure(weight, 0)).toEqual(await measureWeight(weight, 0));
});

describe('threads report', () => {
  it('a file that changed', async () => {
    const { path, store } = await weightFile();
    await utimes(path, 1, 1);
    const changed = { diagnostics: [{ code: 'SNAPC5003' }] };
    const { encode, measure } = threads();
    await expect(encode(packed(stored(store)), 'f16')).rejects.toMatchObject(changed);
    await expect(measure(stored(store), 0)).rejects.toMatchObject(changed);
  });

  it('the reason of an abort', async () => {
    const { store } = await weightFile();
    const { encode } = threads();
    const abort = new AbortController();
    const waiting = Array.from({ length: 40 }, () =>
      encode(packed(stored(store)), 'f16', abort.signal),
    );
    abort.abort(new Error('enough'));
    const ended = await Promise.allSettled(waiting);
    const rejected = ended.filter(({ status }) => status === 'rejected');
    expect(rejected.length).toBeGreaterThan(0);
    for (const each of rejected) expect(each).toMatchObject({ reason: { message: 'enough' } });
  });
});

/** In f32 again, under one axis. */
function flat(constant: Constant): Constant {
  const wide = recipe(coreOps.cast, [constant], { to: 'f32' });
  return recipe(coreOps.reshape, [wide], { shape: [SOURCE.data.length] });
}
