/** Sequences of known length, and optional values, come to plain tensors. */

import { describe, expect, it } from 'vitest';
import { tensorFrom } from '../../ir/tensor.ts';
import { attribute, tensor } from '../../models/onnx/index.ts';
import type { Node } from '../../models/onnx/index.ts';
import { bytesOf, imported, opCounts, refusal, run } from './support/import-bytes.ts';

const x = { name: 'x', dtype: 'f32', shape: [4, 2] } as const;
const outputs = [{ name: 'y' }];
const values = Array.from({ length: 8 }, (_, index) => index);
const input = new Map([['x', tensorFrom('f32', [4, 2], values)]]);
const numbers = [0n, 1n, 3n].map((value) => tensor(`n${value}`, 'i64', [], [value]));
const sizes = tensor('sizes', 'i64', [2], [1n, 3n]);

function model(nodes: readonly Node[]): Uint8Array {
  return bytesOf({ inputs: [x], outputs, nodes, initializers: [...numbers, sizes] });
}

function node(op: string, inputs: readonly string[], output: string, attributes = {}): Node {
  return { op, inputs, outputs: [output], attributes };
}

async function result(...nodes: readonly Node[]) {
  const y = (await run(model(nodes), input)).get('y');
  return { shape: y?.shape, data: y && Array.from(y.data as Float32Array) };
}

describe('sequences', () => {
  it('are split and taken apart', async () => {
    const split = node('SplitToSequence', ['x', 'sizes'], 's');
    const found = await result(split, node('SequenceAt', ['s', 'n1'], 'y'));
    expect(found).toEqual({ shape: [3, 2], data: [2, 3, 4, 5, 6, 7] });
  });

  it('are split into single elements, with or without their axis', async () => {
    const flat = node('SplitToSequence', ['x'], 's', { keepdims: attribute.int(0) });
    expect((await result(flat, node('SequenceAt', ['s', 'n3'], 'y'))).shape).toEqual([2]);
    const kept = node('SplitToSequence', ['x'], 's');
    expect((await result(kept, node('SequenceAt', ['s', 'n3'], 'y'))).shape).toEqual([1, 2]);
  });

  it('are split into equal parts, the last of which may be smaller', async () => {
    const split = node('SplitToSequence', ['x', 'n3'], 's');
    const found = await result(split, node('SequenceAt', ['s', 'n1'], 'y'));
    expect(found).toEqual({ shape: [1, 2], data: [6, 7] });
  });

  it('are built, changed and joined', async () => {
    const found = await result(
      node('Neg', ['x'], 'minus'),
      node('SequenceConstruct', ['x', 'minus'], 'a'),
      node('SequenceInsert', ['a', 'x', 'n0'], 'b'),
      node('SequenceErase', ['b', 'n1'], 'c'),
      node('SequenceInsert', ['c', 'minus'], 'd'),
      node('ConcatFromSequence', ['d'], 'y', {
        axis: attribute.int(0),
        new_axis: attribute.int(1),
      }),
    );
    expect(found.shape).toEqual([3, 4, 2]);
    expect(found.data?.slice(0, 2)).toEqual([0, 1]);
    expect(found.data?.slice(9, 11)).toEqual([-1, -2]);
  });

  it('leave only slices behind', async () => {
    const bytes = model([
      node('SplitToSequence', ['x', 'sizes'], 's'),
      node('ConcatFromSequence', ['s'], 'y', { axis: attribute.int(0) }),
    ]);
    expect(opCounts(await imported(bytes))).toEqual({ slice: 2, concat: 1 });
  });

  it('know their length', async () => {
    const bytes = model([
      node('SequenceEmpty', [], 'e'),
      node('SequenceInsert', ['e', 'x'], 's'),
      node('SequenceLength', ['s'], 'y'),
    ]);
    expect((await run(bytes, input)).get('y')?.data).toEqual(BigInt64Array.of(1n));
  });

  it.each([
    ['as an output', [node('SequenceConstruct', ['x'], 'y')]],
    ['as a tensor', [node('SequenceConstruct', ['x'], 's'), node('Relu', ['s'], 'y')]],
    ['where there is a tensor', [node('SequenceAt', ['x', 'n0'], 'y')]],
    [
      'beyond their end',
      [node('SequenceConstruct', ['x'], 's'), node('SequenceAt', ['s', 'n3'], 'y')],
    ],
    [
      'erased beyond their end',
      [node('SequenceEmpty', [], 's'), node('SequenceErase', ['s'], 'y')],
    ],
    [
      'when empty',
      [
        node('SequenceEmpty', [], 's'),
        node('ConcatFromSequence', ['s'], 'y', { axis: attribute.int(0) }),
      ],
    ],
  ])('are refused %s', async (_, nodes) => {
    expect((await refusal(model(nodes))).map(({ code }) => code)).toEqual(['SNAPC2210']);
  });
});

describe('optional values', () => {
  it('are the tensor they hold', async () => {
    const found = await result(
      node('Optional', ['x'], 'o'),
      node('OptionalGetElement', ['o'], 'e'),
      node('Neg', ['e'], 'y'),
    );
    expect(found.data?.[3]).toBe(-3);
  });

  it('are there or not', async () => {
    const there = model([node('OptionalHasElement', ['x'], 'y')]);
    expect((await run(there, input)).get('y')?.data).toEqual(Uint8Array.of(1));
    const absent = model([node('OptionalHasElement', [''], 'y')]);
    expect((await run(absent, input)).get('y')?.data).toEqual(Uint8Array.of(0));
  });
});
