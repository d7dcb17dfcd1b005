/** Strided copies against the loop that their definition says, in every order of axes and every element size. */

import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededTensor } from '../../ir/seeded.ts';
import { copyStrided } from '../../ir/strided.ts';
import { getElement, stridesOf } from '../../ir/tensor.ts';
import type { Tensor } from '../../ir/tensor.ts';
import { elementCount } from '../../ir/types.ts';

function expected(
  source: Tensor,
  shape: readonly number[],
  steps: readonly number[],
  start: number,
): (number | bigint)[] {
  const strides = stridesOf(shape);
  return Array.from({ length: elementCount(shape) }, (_, index) => {
    const offset = strides.reduce((sum, stride, axis) => {
      const at = Math.floor(index / stride) % (shape[axis] ?? 1);
      return sum + at * (steps[axis] ?? 0);
    }, start);
    return getElement(source, offset);
  });
}

function expectSame(
  source: Tensor,
  shape: readonly number[],
  steps: readonly number[],
  start = 0,
): void {
  const { data } = copyStrided(source, shape, steps, start);
  expect(Array.from<number | bigint>(data)).toEqual(expected(source, shape, steps, start));
}

const order = (rank: number) =>
  fc.shuffledSubarray([...Array(rank).keys()], { minLength: rank, maxLength: rank });
const transposition = fc
  .array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 5 })
  .chain((shape) => fc.record({ shape: fc.constant(shape), perm: order(shape.length) }));

describe('a strided copy', () => {
  it.each(['f32', 'f16', 'i64', 'u16', 'i8', 'bool', 'f64'] as const)(
    'of %s in any order of axes',
    (dtype) => {
      fc.assert(
        fc.property(transposition, ({ shape, perm }) => {
          const source = seededTensor(dtype, shape, 1, [-90, 90]);
          const strides = stridesOf(shape);
          const pick = (list: readonly number[]) => perm.map((axis) => list[axis] ?? 0);
          expectSame(source, pick(shape), pick(strides));
        }),
      );
    },
  );

  it.each([
    ['matrices beyond the tiles', [70, 45], [1, 70]],
    ['a packing of four channels', [3, 9, 35, 4], [35 * 36, 1, 9, 35 * 9]],
    ['short loops around a long one', [3, 257, 2, 3], [2000, 7, 3, 1]],
    ['short loops around a divisible one', [3, 640, 3, 4], [4000, 6, 2, 1]],
    ['long rows', [7, 100], [100, 1]],
    ['long rows apart', [7, 70], [140, 1]],
    ['repeated rows', [4, 3, 80], [0, 80, 1]],
    ['repeated elements', [40, 50], [1, 0]],
    ['every other element', [20, 30], [90, 2]],
  ])('of %s', (_, shape, steps) => {
    const size = shape.reduce((sum, count, axis) => sum + (count - 1) * (steps[axis] ?? 0), 1);
    for (const dtype of ['u16', 'f32', 'u64'] as const) {
      expectSame(seededTensor(dtype, [size], 2, [0, 60000]), shape, steps);
    }
  });

  it('backwards from a start', () => {
    expectSame(seededTensor('f32', [12, 10], 3), [4, 5], [-20, -2], 99);
    expectSame(seededTensor('f32', [200], 3), [150], [-1], 180);
  });

  it('moves the bits of NaN', () => {
    const bits = Uint32Array.from([0x7fc00001, 0xffc12345, 1, 2]);
    const data = new Float32Array(bits.buffer);
    const moved = copyStrided({ dtype: 'f32', shape: [2, 2], data }, [2, 2], [1, 2]);
    expect(new Uint32Array(moved.data.buffer)).toEqual(
      Uint32Array.from([0x7fc00001, 1, 0xffc12345, 2]),
    );
  });
});
