/** Constants computed as binary16 are those computed in full and rounded, whatever memory is used again. */

import { expect, it } from 'vitest';
import { materialize } from '../../ir/constant.ts';
import type { ByteStore, Constant } from '../../ir/constant.ts';
import { toFloat16Bits } from '../../ir/float16.ts';
import { materializeHalves } from '../../ir/halves.ts';
import { namedOperands } from '../../ir/operands.ts';
import type { OpDefinition } from '../../ir/define.ts';
import { coreOps } from '../../ir/ops/core/index.ts';
import { seededTensor } from '../../ir/seeded.ts';
import { toNumbers } from '../../ir/tensor.ts';
import { encodeTensor } from '../../ir/tensor-bytes.ts';
import { isStaticType } from '../../ir/types.ts';

/** Beyond the lengths from which on arrays are used again. */
const SHAPE = [96, 40, 18];

function stored(seed: number, dtype: 'f32' | 'f16' | 'f64'): Constant {
  const bytes = encodeTensor(seededTensor(dtype, SHAPE, seed, [-2, 2]));
  const store: ByteStore = {
    name: 'weights.bin',
    size: bytes.length,
    read: async (offset, length) => bytes.slice(offset, offset + length),
  };
  const source = { kind: 'bytes', store, offset: 0, length: bytes.length } as const;
  return { type: { dtype, shape: SHAPE }, source };
}

function recipe(
  op: OpDefinition,
  operands: readonly Constant[],
  attributes: Readonly<Record<string, unknown>> = {},
): Constant {
  const types = operands.map(({ type }) => type);
  const [type] = op.infer(namedOperands(op, types), attributes);
  if (type === undefined || !isStaticType(type)) throw new Error('the type is known');
  return { type, source: { kind: 'recipe', op, operands, attributes } };
}

const half = (constant: Constant): Constant => recipe(coreOps.cast, [constant], { to: 'f16' });
const wide = (constant: Constant): Constant => recipe(coreOps.cast, [constant], { to: 'f32' });
const turn = (constant: Constant): Constant =>
  recipe(coreOps.transpose, [constant], { perm: [2, 0, 1] });
const flat = (constant: Constant): Constant =>
  recipe(coreOps.reshape, [constant], { shape: [96 * 40 * 18] });

const [a, b, c] = [stored(1, 'f32'), stored(2, 'f16'), stored(3, 'f32')];

it.each([
  ['a file of f32', a],
  ['a file of f16', b],
  ['rounded', half(a)],
  ['rounded and widened', wide(half(a))],
  ['from f64 by way of f32, rounded twice', half(wide(stored(4, 'f64')))],
  ['moved', turn(half(a))],
  ['viewed', flat(half(a))],
  ['a view of what was moved', flat(turn(half(a)))],
  ['twice the same', recipe(coreOps.concat, [half(a), half(a)], { axis: 0 })],
  ['joined and moved', turn(recipe(coreOps.concat, [turn(wide(b)), turn(c)], { axis: 1 }))],
  ['computed and moved', turn(recipe(coreOps.add, [half(a), half(c)]))],
])('%s', async (_, constant) => {
  const expected = toNumbers(await materialize(constant)).map(toFloat16Bits);
  // At once, so that memory which is given back too early would be seen by another.
  const found = await Promise.all([1, 2, 3].map(() => materializeHalves(constant)));
  for (const halves of found) expect(Buffer.compare(bytesOf(halves), bytesOf(expected))).toBe(0);
});

function bytesOf(halves: ArrayLike<number>): Uint8Array {
  return new Uint8Array(Uint16Array.from(halves).buffer);
}
