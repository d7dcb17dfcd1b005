/** Matrix products with the tiles of phones and software adapters, on sizes that tiles fill, overhang and outgrow. */

import { describe, expect, it } from 'vitest';
import { PHONE, compare, withTile } from './matmul-graphs.ts';

const TILES = [
  ['a phone', withTile(PHONE)],
  ['a phone that wants many invocations', withTile({ ...PHONE, depth: 8 }, 2048)],
  ['rows of a few', withTile({ ...PHONE, rows: 3, columns: 4, workgroupSize: [4, 2, 1] })],
  ['a phone that stages', withTile({ ...PHONE, staged: true })],
  ['SwiftShader', withTile({ rows: 8, columns: 8 })],
  ['SwiftShader, kept busy', withTile({}, 256)],
] as const;

/** m, n and k. */
const SIZES = [
  [1, 7, 5],
  [2, 40, 12],
  [5, 12, 8],
  [20, 36, 20],
  [13, 25, 11],
] as const;

describe.each(TILES)('tiles of %s', (_, device) => {
  it.each(SIZES)('%i x %i x %i', async (m, n, k) => {
    for (const [a, b, flags] of [
      [`${m},${k}`, `${k},${n}`, ''],
      [`${k},${m}`, `${k},${n}`, '{transpose_a=true} '],
      [`${m},${k}`, `${n},${k}`, '{transpose_b=true} '],
    ] as const) {
      const { error } = await compare(
        `graph @g(%a: f32[${a}], %b: f32[${b}]) {
          @w = seeded 3 1.0 : f32[${b}]
          %0 = matmul(%a, %b) ${flags}: f32[${m},${n}]
          %1 = matmul(%a, @w) ${flags}: f32[${m},${n}]
          return both=%0, constant=%1
        }`,
        device,
      );
      expect(error, flags).toBeLessThanOrEqual(1e-5);
    }
  });

  it('repeats batches', async () => {
    const { error } = await compare(
      `graph @g(%a: f32[3,1,5,8], %b: f32[2,8,12]) {
        @w = seeded 3 1.0 : f32[1,1,8,12]
        @v = seeded 4 1.0 : f32[2,8,7]
        %0 = matmul(%a, %b) : f32[3,2,5,12]
        %1 = matmul(%a, @w) : f32[3,1,5,12]
        %2 = matmul(%a, @v) : f32[3,2,5,7]
        return repeated=%0, one=%1, each=%2
      }`,
      device,
    );
    expect(error).toBeLessThanOrEqual(1e-5);
  });

  it.each([8, 10])('computes what follows, of %i columns', async (n) => {
    const { error, kernels } = await compare(
      `graph @g(%a: f32[2,9,16], %r: f32[2,9,${n}]) {
        @w = seeded 3 1.0 : f32[16,${n}]
        @bias = seeded 4 1.0 : f32[${n}]
        %0 = matmul(%a, @w) : f32[2,9,${n}]
        %1 = add(%0, @bias) : f32[2,9,${n}]
        %2 = add(%1, %r) : f32[2,9,${n}]
        return out=%2
      }`,
      device,
    );
    expect(error).toBeLessThanOrEqual(1e-5);
    expect(kernels).toHaveLength(1);
  });

  it('of integers', async () => {
    const { error } = await compare(
      `graph @g(%a: i32[5,6], %b: i32[6,4]) {
        %0 = matmul(%a, %b) : i32[5,4]
        return out=%0
      }`,
      device,
    );
    expect(error).toBe(0);
  });
});

it('subgroups are asked for only where they are used', async () => {
  const text = (m: number): string => `graph @g(%a: f32[${m},16], %b: f32[16,64]) {
    %0 = matmul(%a, %b) : f32[${m},64]
    return out=%0
  }`;
  const uses = async (m: number, subgroups: boolean): Promise<unknown> => {
    const { kernels } = await compare(text(m), withTile({ subgroups }));
    return kernels.map((kernel) => [kernel.subgroups, kernel.code.includes('enable subgroups;')]);
  };
  expect(await uses(16, true)).toEqual([[true, true]]);
  expect(await uses(1, true)).toEqual([[false, false]]);
  expect(await uses(16, false)).toEqual([[false, false]]);
});

it('equal products share their code', async () => {
  const { kernels } = await compare(
    `graph @g(%a: f32[16,32], %b: f32[16,32]) {
      @v = seeded 1 1.0 : f32[32,8]
      @w = seeded 2 1.0 : f32[32,8]
      %0 = matmul(%a, @v) : f32[16,8]
      %1 = matmul(%b, @w) : f32[16,8]
      return x=%0, y=%1
    }`,
    withTile({}),
  );
  expect(new Set(kernels.map(({ code }) => code)).size).toBe(1);
});
